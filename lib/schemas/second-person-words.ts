import type { SecondPerson } from "./purges";
import type { ApprovalState } from "./words";

const decisionWords: Record<Exclude<ApprovalState, "pending">, string> = {
  approved: "Approved",
  denied: "Denied",
  expired: "Given up, since nobody decided in time,",
  voided: "Made void",
  cancelled: "Taken back",
};

/**
 * How the second person came into a purge, in sentences without a full stop; none: no second person was asked for.
 * `when` writes a time of ISO 8601.
 */
export function secondPersonWords(
  person: SecondPerson | null,
  when: (at: string) => string,
): string[] {
  if (person === null) return [];
  const { approval, passed } = person;
  const lines: string[] = [];
  if (approval !== null && (approval.state === "pending" || approval.decision === null))
    lines.push("A second person has not approved it yet");
  else if (approval?.decision && approval.state !== "pending") {
    const { at, by, reason } = approval.decision;
    const why = reason === null ? "" : `, because “${reason}”`;
    lines.push(`${decisionWords[approval.state]} by ${by}, at ${when(at)}${why}`);
  }
  if (passed !== null) {
    const { by, at, review } = passed;
    const reviewed =
      review === null
        ? "not reviewed yet"
        : `reviewed by ${review.by}, at ${when(review.at)}: “${review.note}”`;
    lines.push(`Sent past the second person by ${by}, at ${when(at)}; ${reviewed}`);
  }
  return lines;
}
