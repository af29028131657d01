import * as z from "zod";
import { pageSetup, type PageSetup } from "./page-setup";
import { plainText } from "./text";

const path = plainText(1, 2000);
const pageWithSetup = z.strictObject({ path, ...pageSetup.shape });

/** A page in the directory: its path, or its path with how it is probed. */
export type DirectoryPage = string | ({ path: string } & PageSetup);

/** What JSON Schema cannot learn from the function below. */
const inWords = {
  description:
    "The path of a page, or the path with how the page is probed. What is left out stays as it is.",
  anyOf: [
    { type: "string", minLength: 1, maxLength: 2000 },
    z.toJSONSchema(pageWithSetup, { io: "input" }),
  ],
  examples: ["/billing"],
};

/** A page: read by what it is, so that a mistake is named by its place. */
export const directoryPage = z
  .unknown()
  .transform((value, context): DirectoryPage => {
    const parsed = (typeof value === "string" ? path : pageWithSetup).safeParse(value);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map((issue) => ({ ...issue, input: value }));
    context.issues.push(...(issues as z.core.$ZodRawIssue[]));
    return z.NEVER;
  })
  .meta(inWords);

/** The path of a page, as it was written. */
export function pagePath(page: DirectoryPage): string {
  return typeof page === "string" ? page : page.path;
}
