/** When people work: purges at other hours are what one of the questions asks for. */
export interface WorkingHours {
  /** "08:00", in the time zone, from Monday to Friday; up to `workTo`, the same day. */
  workFrom: string;
  workTo: string;
  timeZone: string;
}

export const deskQuestionIds = [
  "wide_purges",
  "outside_hours",
  "approvals_by_person",
  "failed_unresolved",
  "break_glass_unreviewed",
] as const;
export type DeskQuestionId = (typeof deskQuestionIds)[number];

/** How many entries one lot draws at the most. */
export const mostDrawn = 100;

export const deskTitles: Record<DeskQuestionId, string> = {
  wide_purges: "Wide purges",
  outside_hours: "Self-service outside hours",
  approvals_by_person: "Approvals by person",
  failed_unresolved: "Failed and never resolved",
  break_glass_unreviewed: "Break-glass not reviewed",
};

/**
 * What a question counts, exactly: the query in lib/domain/desk/question-sql.ts in words. docs/auditors-desk.md says the
 * same; a test holds it to that.
 */
export function deskDefinition(question: DeskQuestionId, hours: WorkingHours): string {
  switch (question) {
    case "wide_purges":
      return "Entries purge.request and purge.break_glass that were done, whose tier is shared or everything. Purges that a service sent itself are reported in batches, without a tier, and are not in it.";
    case "outside_hours":
      return `Entries purge.request that were done by a person, of a purge that nobody had approved as of the stated time, made on Saturday, on Sunday, or before ${hours.workFrom} or from ${hours.workTo} on in ${hours.timeZone}.`;
    case "approvals_by_person":
      return "Entries approval.approve and approval.deny that were done by a person. What expired or became void was decided by nobody and is not in it.";
    case "failed_unresolved":
      return "Of each purge the newest entry purge.fail in the period, if as of the stated time no later one says purge.accept or purge.resolve. One that was sent again stays in it until it is accepted, also when it fails again after the period. Failures that a service reported itself are recorded in batches and are not in it.";
    case "break_glass_unreviewed":
      return "Entries purge.break_glass that were done, of a purge of which no break_glass.review was done as of the stated time.";
  }
}
