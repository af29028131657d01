import { normalisePath } from "@/lib/edge/probe/normalise-path";
import { AppError } from "@/lib/schemas/errors";

const unsafe = /[\s\\]/;
const otherScheme = /^(?!https?:)[a-z][a-z0-9+.-]*:\/\//i;

function invalid(message: string): AppError {
  return new AppError("invalid_input", `address: ${message}`, [{ path: "address", message }]);
}

/**
 * Reads what was typed or pasted as a page of a tenant: a path, or a whole address on one of the tenant's hosts. What
 * only a browser sees, the part behind "#", is dropped.
 *
 * @param hosts the tenant's own, from the database; the first is taken for a path
 * @param edgePort of the zone's own edge: an address may name it, as a browser shows it
 * @throws AppError invalid_input naming the field
 */
export function readAddress(
  typed: string,
  hosts: readonly string[],
  edgePort: string | null,
): { host: string; path: string } {
  const [withoutFragment = ""] = typed.split("#");
  if (withoutFragment.startsWith("/")) {
    const path = normalisePath(withoutFragment);
    const [host] = hosts;
    if (path === null) throw invalid('must be the path of a page, such as "/billing"');
    if (host === undefined) throw invalid("the tenant has no host that could be asked");
    return { host, path };
  }
  const address = /^https?:\/\//i.test(withoutFragment)
    ? withoutFragment
    : `https://${withoutFragment}`;
  if (unsafe.test(address) || otherScheme.test(typed) || !URL.canParse(address)) {
    throw invalid('must be a path such as "/billing", or the whole address of a page');
  }
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") throw invalid("may not have a user name");
  if (url.port !== "" && url.port !== edgePort) throw invalid("may not name a port");
  if (!hosts.includes(url.hostname)) {
    throw invalid(`${url.hostname} is not one of the tenant's hosts (${hosts.join(", ")})`);
  }
  return { host: url.hostname, path: url.pathname + url.search };
}
