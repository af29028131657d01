import { RE2JS } from "re2js";
import * as z from "zod";
import type { InvalidField } from "./errors";
import { purgePolicy } from "./policies";
import type { PurgePolicy } from "./purge-policy";
import { fieldsOf } from "./read-item";
import { plainText } from "./text";

// The policy's editor loads this file when it checks, and no screen before that: RE2 is 60 kB.

function isRe2(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}

/** RE2 takes time in proportion to the text, whatever the pattern: https://github.com/google/re2 */
const ticketPattern = purgePolicy.shape.ticketPattern.refine(
  (pattern) => pattern === null || pattern.length > 200 || isRe2(pattern),
  "must be a regular expression of RE2, without look-around or back references",
);

export const policyChange = z.strictObject({
  /** The version that was edited: when somebody else has changed it since, the change is refused. */
  baseVersion: z.int().min(1),
  policy: purgePolicy.extend({ ticketPattern }),
  reason: plainText(3, 500),
});
export type PolicyChange = z.infer<typeof policyChange>;

/** Everything that the server would refuse in an edited policy, by the same paths: "policy.tiers.object.roles". */
export function policyFaults(policy: PurgePolicy): InvalidField[] {
  const parsed = policyChange.pick({ policy: true }).safeParse({ policy });
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) => fieldsOf(issue, "policy"));
}
