/**
 * A ticket as typed: its id, or its address, from which the id is the last part of the path.
 *
 * @returns both null for an empty text
 */
export function readTicket(typed: string): { id: string | null; url: string | null } {
  const text = typed.trim();
  if (text === "") return { id: null, url: null };
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return { id: text, url: null };
  const url = new URL(text);
  const last = url.pathname.split("/").filter(Boolean).at(-1);
  return { id: last === undefined ? url.host : decode(last), url: url.href };
}

/** Left as it is where decoding fails, or brings out what no ticket has and no database stores. */
function decode(text: string): string {
  try {
    const decoded = decodeURIComponent(text);
    return /\p{Cc}/u.test(decoded) ? text : decoded;
  } catch {
    return text;
  }
}
