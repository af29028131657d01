import * as z from "zod";
import { tenantRef } from "./tenants";
import { id, plainText, tenantId } from "./text";
import { outcomes, verdictCodes } from "./words";

/** How a purge is to be proven; what is not said is chosen by the console. */
export const proofRequest = z.strictObject({
  /** The page to probe: its path. */
  path: plainText(1, 2000).optional(),
  /** The control tenant. */
  control: z.strictObject({ tenantId }).optional(),
  /** A comparison of this tenant that was started for this purge: its probes are the before-probes. */
  comparisonId: id.optional(),
});
export type ProofRequest = z.infer<typeof proofRequest>;

const proofStates = ["before", "sending", "after", "ended", "by_hand"] as const;

/** What became of other tenants' pages that were watched around a purge. */
export const collateral = z.strictObject({
  /** Each sampled page of another tenant, as the console's probes got it; absent in records from before. */
  sampled: z
    .array(
      z.strictObject({
        tenant: tenantRef,
        path: z.string(),
        /** What it answered last before the purge; null: no answer. */
        before: z.string().nullable(),
        /** The first answer after its acceptance, so many milliseconds after it; null: there was none. */
        after: z.strictObject({ cacheStatus: z.string().nullable(), ms: z.number() }).nullable(),
        /**
         * The first answer that showed its copy from before to be gone; refilled: by a HIT of a copy from after the
         * purge. null: none did; absent in records from before.
         */
        gone: z
          .strictObject({
            cacheStatus: z.string().nullable(),
            ms: z.number(),
            refilled: z.boolean(),
          })
          .nullable()
          .optional(),
        /** When it was from cache again, which the probe before may have filled; null: not while it was probed. */
        warmAgainMs: z.number().nullable(),
      }),
    )
    .optional(),
  /** How many pages of others were watched; those that were not warm before are not counted. */
  watched: z.number(),
  cold: z.array(z.strictObject({ tenant: tenantRef, path: z.string(), cacheStatus: z.string() })),
  /**
   * calm: none went cold. cold: some did. import: some did, and a bulk import purged at the same time. unknown: of
   * none of the watched pages it can be told.
   */
  kind: z.enum(["calm", "cold", "import", "unknown"]),
  /** What happened, in a sentence. */
  summary: z.string(),
  /** What did it, as far as the evidence shows; null: none went cold. */
  cause: z.string().nullable(),
});
export type Collateral = z.infer<typeof collateral>;

/** What is proven of a purge. */
export const proof = z.strictObject({
  /**
   * before: its page is recorded as it is. sending: until it is accepted. after: the page is probed. ended: see
   * outcome. by_hand: the newest comparison that a person made for it.
   */
  state: z.enum(proofStates),
  outcome: z.enum(outcomes),
  code: z.enum(verdictCodes),
  summary: z.string(),
  /** The comparison that holds its probes; null: there is none. */
  comparisonId: z.string().nullable(),
});
