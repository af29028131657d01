import * as z from "zod";
import { AppError } from "@/lib/schemas/errors";
import { fieldsOf } from "@/lib/schemas/read-item";

/** The largest body that is read, in bytes. */
const maxBodyBytes = 256 * 1024;

/** For routes that look at no body, whatever there is. */
export const ignored = z.unknown();

/** For routes without parameters, query or body: anything given is refused. */
export const nothing = z.strictObject({});

/**
 * Holds a part of the request to its schema.
 *
 * @throws AppError invalid_input with each field's path and what is wrong
 */
export function parsePart<T extends z.ZodType>(
  schema: T,
  value: unknown,
  part: string,
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap((issue) => fieldsOf(issue, part));
  const first = fields[0];
  throw new AppError(
    "invalid_input",
    first === undefined ? `The ${part} is not valid.` : `${first.path}: ${first.message}`,
    fields,
  );
}

/** The query as an object. @throws AppError invalid_input when a parameter is given twice */
export function queryObject(url: URL): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (Object.hasOwn(query, name)) {
      throw new AppError("invalid_input", `${name}: given more than once`, [
        { path: name, message: "given more than once" },
      ]);
    }
    query[name] = value;
  }
  return query;
}

/**
 * The body as text.
 *
 * @throws AppError too_large naming the limit, or invalid_input
 */
export async function readLimited(request: Request, mostBytes: number): Promise<string> {
  const tooLarge = () => new AppError("too_large", `The body may have at most ${mostBytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge();
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new AppError("invalid_input", "The body is not valid UTF-8.");
  }
}

/**
 * Whether a request has a body, by its headers (RFC 9112 section 6.3): Next hands over a stream, empty or not, with
 * each request that is no GET.
 */
export function hasBody({ body, headers }: Pick<Request, "body" | "headers">): boolean {
  if (body === null) return false;
  return headers.has("transfer-encoding") || Number(headers.get("content-length") ?? 0) !== 0;
}

/** The content type without its parameters, in lower case. */
export function contentType(request: Request): string | undefined {
  return request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
}

/**
 * The JSON body.
 *
 * @throws AppError unsupported_media_type, too_large or invalid_input
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  if (contentType(request) !== "application/json") {
    throw new AppError("unsupported_media_type", "Send the body as application/json.");
  }
  return readAnyJson(request, maxBodyBytes);
}

/**
 * A browser's report, which has a content type of its own.
 *
 * @throws AppError unsupported_media_type, too_large or invalid_input
 */
export async function readCspReport(request: Request): Promise<unknown> {
  if (contentType(request) !== "application/csp-report") return readJsonBody(request);
  return readAnyJson(request, maxBodyBytes);
}

/**
 * The body as JSON, whatever its content type says: for requests that no browser sends by itself.
 *
 * @throws AppError too_large or invalid_input
 */
export async function readAnyJson(request: Request, mostBytes: number): Promise<unknown> {
  const text = await readLimited(request, mostBytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AppError("invalid_input", "The body is not valid JSON.");
  }
}

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Refuses a foreign Host where anybody may sign in as anybody. Listening on loopback alone keeps other
 * machines out, but not a web page whose name its owner points at 127.0.0.1 (DNS rebinding).
 *
 * @throws AppError foreign_origin
 */
export function refuseForeignHost(
  request: Request,
  { nextAuthUrl, practiceSignIn }: { nextAuthUrl: string; practiceSignIn: boolean },
): void {
  if (!practiceSignIn) return;
  const host = request.headers.get("host") ?? "";
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (loopbackNames.has(name) || host === new URL(nextAuthUrl).host) return;
  throw new AppError(
    "foreign_origin",
    "With practice sign-in the console answers on loopback names only.",
  );
}

/** Whether an origin is the console's own: by its address, or by the name that the request itself uses. */
function isOwnOrigin(origin: string, host: string | null, ownUrl: string): boolean {
  const own = new URL(ownUrl);
  if (origin === own.origin) return true;
  if (!URL.canParse(origin) || host === null) return false;
  const { protocol, host: named } = new URL(origin);
  // A page by plain http on the way to a console by https is somebody in between.
  return named === host && (own.protocol === "http:" || protocol === "https:");
}

/**
 * Refuses requests that a browser sends on behalf of another site, and those that do not say where they come
 * from: every browser names the origin of a request that changes something.
 *
 * @throws AppError foreign_origin
 */
export function refuseForeignOrigin(request: Request, ownUrl: string): void {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const isOwn =
    (origin !== null || site === "same-origin") &&
    (origin === null || isOwnOrigin(origin, request.headers.get("host"), ownUrl)) &&
    (site === null || site === "same-origin");
  if (isOwn) return;
  throw new AppError(
    "foreign_origin",
    "Requests that change something must come from the console itself and say so by Origin. Services send a token in place of a cookie.",
  );
}
