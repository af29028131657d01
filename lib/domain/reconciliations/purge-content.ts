import type { SelectorKind } from "@/lib/schemas/words";

type Request = Record<string, unknown>;
interface Sent {
  kind: SelectorKind;
  targets: string[];
}

const lists = ["tags", "files", "prefixes", "hosts"] as const;
const longestWords = 300;

/** A target as it is compared: Cloudflare takes tags and hosts without case. */
function fold(kind: string, target: unknown): string {
  const text = typeof target === "string" ? target : JSON.stringify(target);
  return kind === "files" ? text : text.toLowerCase();
}

function canonical(kind: string, targets: readonly unknown[]): string {
  return JSON.stringify([kind, targets.map((one) => fold(kind, one)).sort()]);
}

/** What a call named, in one text that is the same for the same content whatever its order. */
export function contentOf({ kind, targets }: Sent): string {
  return kind === "everything" ? canonical(kind, []) : canonical(kind, targets);
}

/** As contentOf() of a body as Cloudflare has logged it; null: it names nothing that is known. */
export function contentOfRequest(request: Request): string | null {
  if (request["purge_everything"] === true) return canonical("everything", []);
  const kind = lists.find((name) => Array.isArray(request[name]));
  return kind === undefined ? null : canonical(kind, request[kind] as unknown[]);
}

function isSent(value: Sent | Request): value is Sent {
  return typeof value["kind" as never] === "string" && Array.isArray(value["targets" as never]);
}

/** What was purged, for people: "tags tenant:42"; null: it cannot be told. */
export function inWords(value: Sent | Request): string | null {
  const sent = isSent(value) ? value : readRequest(value);
  if (sent === null) return null;
  if (sent.kind === "everything") return "everything in the zone";
  const text = `${sent.kind} ${sent.targets.join(", ")}`;
  return text.length > longestWords ? `${text.slice(0, longestWords)}…` : text;
}

function readRequest(request: Request): Sent | null {
  if (request["purge_everything"] === true) return { kind: "everything", targets: [] };
  const kind = lists.find((name) => Array.isArray(request[name]));
  if (kind === undefined) return null;
  const targets = (request[kind] as unknown[]).map((one) =>
    typeof one === "string" ? one : JSON.stringify(one),
  );
  return { kind, targets };
}
