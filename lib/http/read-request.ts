import * as z from "zod";
import { AppError, type InvalidField } from "@/lib/schemas/errors";

/** The largest body that is read, in bytes. */
const maxBodyBytes = 256 * 1024;

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
  const fields = parsed.error.issues.map((issue): InvalidField => {
    const path = issue.path.map(String).join(".");
    return { path: path === "" ? part : path, message: issue.message };
  });
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

async function readLimited(request: Request): Promise<string> {
  const tooLarge = () =>
    new AppError("too_large", `The body may have at most ${maxBodyBytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) throw tooLarge();
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new AppError("invalid_input", "The body is not valid UTF-8.");
  }
}

/**
 * The JSON body.
 *
 * @throws AppError unsupported_media_type, too_large or invalid_input
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new AppError("unsupported_media_type", "Send the body as application/json.");
  }
  const text = await readLimited(request);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AppError("invalid_input", "The body is not valid JSON.");
  }
}

/**
 * Refuses requests that a browser sends on behalf of another site. Browsers always name the origin of a
 * request that changes something; a script with a cookie of its own names none, and no other site can
 * make it send one.
 *
 * @throws AppError foreign_origin
 */
export function refuseForeignOrigin(request: Request, ownUrl: string): void {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const host = request.headers.get("host");
  const own = new URL(ownUrl).origin;
  const sameOrigin =
    origin === null ||
    origin === own ||
    (URL.canParse(origin) && host !== null && new URL(origin).host === host);
  if (sameOrigin && (site === null || site === "same-origin" || site === "none")) return;
  throw new AppError(
    "foreign_origin",
    "Requests that change something must come from the console itself.",
  );
}
