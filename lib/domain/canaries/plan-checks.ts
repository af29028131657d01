import { classifyTag, type PlannedTag, tenantTag } from "@/lib/domain/purges/tag-plan";

/** One row of a canary: a pattern of the tag plan, or with an empty pattern the failed write. */
export type PlannedCheck =
  | { kind: "purge"; pattern: string; tag: string }
  | { kind: "failed_write"; pattern: "" }
  | { kind: "none"; pattern: string; why: string };

const whyNot = {
  tenant: "Not tested: the test tenant's identity alone does not fill this pattern.",
  object:
    "Not tested: the canary's set-up names no object tag of this pattern that the test page carries.",
  shared:
    "Not tested: other tenants' pages carry such tags too, and a canary makes nobody's pages cold.",
  unknown: "Not tested: nobody knows whose pages carry such tags.",
} as const;

/**
 * What a run tries, row by row: each pattern that a tag of the test tenant alone stands for, and the failed
 * write. Every other pattern is a row too, which says why it is not tried.
 *
 * @param canEdit whether the deployment edits the page when asked
 */
export function planChecks(
  tenant: { id: string; slug: string },
  plan: PlannedTag[],
  { objectTags, canEdit }: { objectTags: readonly string[]; canEdit: boolean },
): PlannedCheck[] {
  const own = tenantTag(tenant, plan);
  const tags = [...(own === null ? [] : [own]), ...objectTags];
  const patterns = plan.map((planned): PlannedCheck => {
    const { pattern, scope } = planned;
    const tag = tags.find((one) => {
      const found = classifyTag(one, tenant, plan);
      return found.planned === planned && found.scope === scope && !found.foreign;
    });
    return (scope === "tenant" || scope === "object") && tag !== undefined
      ? { kind: "purge", pattern, tag }
      : { kind: "none", pattern, why: whyNot[scope] };
  });
  const failedWrite: PlannedCheck = canEdit
    ? { kind: "failed_write", pattern: "" }
    : {
        kind: "none",
        pattern: "",
        why: "Not tested: the canary's set-up has no edit address, so no write can be made to fail.",
      };
  return [...patterns, failedWrite];
}
