import type { Diagnosis } from "@/lib/schemas/diagnoses";
import { causeWords, confidenceWords } from "./cause-words";

const list = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : ["", title, ...lines.map((line) => `- ${line}`)];

/** What edge and origin showed beside the cause: each finding once. */
export function noticedIn({ probes, origin }: Pick<Diagnosis, "probes" | "origin">): string[] {
  const all = [...probes, ...origin].flatMap(({ findings }) => findings);
  return [...new Set(all.map(({ reason }) => reason))];
}

/** What was found as plain text, to be pasted into a ticket. `link` leads back to it; `when` is in words. */
export function ticketCopy(diagnosis: Diagnosis, { link, when }: { link: string; when: string }) {
  const { cause, confidence, summary, url, tenant, createdBy, nextStep } = diagnosis;
  return [
    `Why is ${url} stale?`,
    summary.startsWith(causeWords[cause].word) ? summary : `${causeWords[cause].word}. ${summary}`,
    `${confidenceWords[confidence]}. Next: ${nextStep}`,
    ...list("What was seen", diagnosis.evidence),
    ...list("What is missing", diagnosis.missing),
    ...list("Also noticed", noticedIn(diagnosis)),
    "",
    `Tenant ${tenant.name} (${tenant.slug}, id ${tenant.id}), asked ${when} by ${createdBy}`,
    link,
  ].join("\n");
}
