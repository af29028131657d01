import * as z from "zod";

/** What is removed when it is old, each kind with what belongs to it. */
export const retentionKinds = [
  "purge",
  "comparison",
  "diagnosis",
  "watch",
  "write",
  "session",
] as const;
export type RetentionKind = (typeof retentionKinds)[number];

const removal = z.strictObject({
  at: z.string(),
  /** How many of the kind went in that sweep, and what was to go: what ended before this. */
  count: z.number(),
  cutoff: z.string(),
  policyVersion: z.number(),
});

/** How long what is kept, and what was removed last. */
export const retention = z.strictObject({
  /** null: nobody has set a policy; everything is kept. */
  policy: z.strictObject({ version: z.number(), since: z.string() }).nullable(),
  kinds: z.array(
    z.strictObject({
      kind: z.enum(retentionKinds),
      /** null: for ever. */
      days: z.number().nullable(),
      /** When the oldest on record was; null: there is none. */
      oldest: z.string().nullable(),
      /** null: none was ever removed. */
      lastRemoval: removal.nullable(),
    }),
  ),
});
export type Retention = z.infer<typeof retention>;
