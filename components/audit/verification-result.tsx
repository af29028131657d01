import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { AuditVerification } from "@/lib/schemas/audit";

const number = (n: number) => n.toLocaleString("en");

/** What was checked, in a sentence: no more than that is known. */
function extentInWords({ from, checkedTo, sealedTo, seals }: AuditVerification): string {
  if (checkedTo < from) return "There are no entries to check.";
  const sealed =
    sealedTo >= checkedTo
      ? "all of them confirmed by seals"
      : sealedTo < from
        ? "none of them confirmed by a seal"
        : `confirmed by seals up to entry ${number(sealedTo)}`;
  return `Entries ${number(from)} to ${number(checkedTo)} were checked against the chain and ${number(seals)} seals in this console’s folder: ${sealed}.`;
}

/** What a check of the record has found: how far it went, and every break with its place. */
export function VerificationResult({
  result,
  onContinue,
}: {
  result: AuditVerification;
  onContinue: () => void;
}) {
  const { breakCount, breaks, at, checkedTo, through } = result;
  const isPartial = checkedTo < through;
  const title =
    breakCount > 0
      ? `${number(breakCount)} ${breakCount === 1 ? "break" : "breaks"} found`
      : isPartial
        ? "No break so far"
        : "No break found";
  return (
    <Notice
      urgent
      className="mt-3"
      tone={breakCount > 0 ? "broken" : isPartial ? "info" : "fresh"}
      title={title}
      action={
        isPartial && (
          <Button size="sm" onClick={onContinue}>
            Go on behind entry {number(checkedTo)}
          </Button>
        )
      }
    >
      <p>
        {extentInWords(result)} Checked <Time value={at} />.
        {isPartial && ` The record goes to entry ${number(through)}; the time was up.`}
      </p>
      {breaks.length > 0 && (
        <ul aria-label="Breaks" className="mt-1 list-disc pl-4 text-text">
          {breaks.map((found, at) => (
            // Breaks have no identity of their own: two may say the same.
            <li key={at}>
              <span className="font-medium">{found.where}</span>: {found.message}
            </li>
          ))}
        </ul>
      )}
      {breakCount > breaks.length && (
        <p>
          The first {number(breaks.length)} are listed. Export the record and verify it offline for
          all.
        </p>
      )}
    </Notice>
  );
}
