import * as z from "zod";
import type { FileTarget } from "./files";
import { plainText } from "./text";

/** Far more than any cache key has. */
const mostHeaders = 20;
const url = plainText(1, 4096);
const headerValue = plainText(0, 1000);

/** Names and values; zod's own record would drop a header called __proto__ without a word. */
const headers = z.unknown().transform((value, context): Record<string, string> => {
  const refuse = (message: string, path: string[] = []) => {
    context.issues.push({ code: "custom", message, path, input: value });
    return z.NEVER;
  };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse("must be an object of header names and values");
  }
  const entries = Object.entries(value);
  if (entries.length > mostHeaders) return refuse(`must be at most ${mostHeaders} headers`);
  const read = entries.map(([name, one]): [string, string] => {
    const parsed = headerValue.safeParse(one);
    if (parsed.success) return [name, parsed.data];
    const words = typeof one === "string" ? parsed.error.issues[0]?.message : undefined;
    return [name, refuse(words ?? "must be of type string", [name])];
  });
  return Object.fromEntries(read);
});

const keyedFile = z.strictObject({ url, headers });

/** What JSON Schema cannot learn from the function below. */
const inWords = {
  description: "A URL, or a URL with the request headers that are part of its cache key",
  anyOf: [
    { type: "string", minLength: 1, maxLength: 4096 },
    {
      type: "object",
      properties: {
        url: { type: "string", minLength: 1, maxLength: 4096 },
        headers: {
          type: "object",
          maxProperties: mostHeaders,
          additionalProperties: { type: "string", maxLength: 1000 },
        },
      },
      required: ["url", "headers"],
      additionalProperties: false,
    },
  ],
  examples: ["https://acme.example.com/billing"],
};

/** A URL, or a URL with cache-key headers: read by what it is, so that a mistake is named by its place. */
export const fileTarget = z
  .unknown()
  .transform((value, context): FileTarget => {
    if (typeof value !== "string" && (typeof value !== "object" || value === null)) {
      const message = 'must be a URL, or {"url", "headers"}';
      context.issues.push({ code: "custom", message, input: value });
      return z.NEVER;
    }
    const parsed = (typeof value === "string" ? url : keyedFile).safeParse(value);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map((issue) => ({ ...issue, input: value }));
    context.issues.push(...(issues as z.core.$ZodRawIssue[]));
    return z.NEVER;
  })
  .meta(inWords);
