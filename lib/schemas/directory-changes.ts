import * as z from "zod";

/** How many tenants one import by the API may name, and how large its body may be, in bytes. */
export const mostImported = 5_000;
export const mostImportBytes = 8 * 1024 * 1024;
/** How many changes an answer and the audit record list; the counts have all. */
export const mostListed = 100;

const parts = ["zone", "tag", "tenant", "policy", "accountLimit", "retention"] as const;
export type DirectoryPart = (typeof parts)[number];

/** A part of the directory as the import file has it, without its id. */
const directoryState = z.record(z.string(), z.unknown());
export type DirectoryState = z.infer<typeof directoryState>;

const directoryChange = z.strictObject({
  part: z.enum(parts),
  /** A tag's: "zone pattern"; an account limit's: "account plan". */
  id: z.string(),
  change: z.enum(["created", "changed", "removed"]),
  before: directoryState.nullable(),
  after: directoryState.nullable(),
});
export type DirectoryChange = z.infer<typeof directoryChange>;

/** What a change of the directory changed, or in a dry run would change. */
export const directoryChanges = z.strictObject({
  dryRun: z.boolean(),
  created: z.number(),
  changed: z.number(),
  removed: z.number(),
  unchanged: z.number(),
  /** The first of the changes. */
  changes: z.array(directoryChange),
  /** How many more there are than are listed. */
  more: z.number(),
});
export type DirectoryChanges = z.infer<typeof directoryChanges>;
