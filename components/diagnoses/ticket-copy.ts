import type { Diagnosis } from "@/lib/schemas/diagnoses";
import { isGrave, uniqueFindings } from "@/components/probes/finding-words";
import type { Finding } from "@/lib/schemas/probes";
import { causeWords, confidenceWords } from "./cause-words";

const list = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : ["", title, ...lines.map((line) => `- ${line}`)];

const reasons = (findings: readonly Finding[]) => findings.map(({ reason }) => reason);

/** What was found as plain text, to be pasted into a ticket. `link` leads back to it; `when` is in words. */
export function ticketCopy(diagnosis: Diagnosis, { link, when }: { link: string; when: string }) {
  const { cause, confidence, summary, url, tenant, createdBy, nextStep } = diagnosis;
  const findings = uniqueFindings([...diagnosis.probes, ...diagnosis.origin]);
  const others = findings.filter((finding) => !isGrave(finding));
  return [
    `Why is ${url} stale?`,
    summary.startsWith(causeWords[cause].word) ? summary : `${causeWords[cause].word}. ${summary}`,
    `${confidenceWords[confidence]}. Next: ${nextStep}`,
    ...list("For an engineer now, stale or not", reasons(findings.filter(isGrave))),
    ...list("What was seen", diagnosis.evidence),
    ...list("What is missing", diagnosis.missing),
    ...list("Also noticed", reasons(others)),
    "",
    `Tenant ${tenant.name} (${tenant.slug}, id ${tenant.id}), asked ${when} by ${createdBy}`,
    link,
  ].join("\n");
}
