import { Badge, type Tone } from "@/components/ui/badge";
import { KeyValue, KeyValues } from "@/components/ui/key-value";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { DeskReport } from "@/lib/schemas/desk";

const number = (n: number) => n.toLocaleString("en");

function verified({ checkedTo, through, breakCount }: NonNullable<DeskReport["verification"]>): {
  tone: Tone;
  word: string;
} {
  if (breakCount > 0) {
    return {
      tone: "broken",
      word: `${number(breakCount)} ${breakCount === 1 ? "break" : "breaks"}`,
    };
  }
  if (checkedTo < through) return { tone: "unknown", word: "No break so far" };
  return { tone: "fresh", word: "No break found" };
}

/** The end of the chain as it was last signed, and the newest check that is on record. */
export function ReportRecord({ report: { sealing, verification } }: { report: DeskReport }) {
  const { seal, head, places, removedTo } = sealing;
  const check = verification === null ? null : verified(verification);
  return (
    <Section title="The record">
      <KeyValues>
        <KeyValue label="Entries">
          {removedTo > 0 && `1 to ${number(removedTo)} were removed by retention; `}
          the newest in the chain is {number(head.seq)}
        </KeyValue>
        <KeyValue label="Last seal">
          {seal === null ? (
            <Badge tone="unknown">None yet</Badge>
          ) : (
            <>
              Number {number(seal.number)}, to entry {number(seal.seq)},{" "}
              <Time value={seal.at} mode="absolute" />, by the key {seal.key}
              <p className="font-mono text-[0.93em] wrap-anywhere">{seal.digest}</p>
            </>
          )}
        </KeyValue>
        <KeyValue label="Copies">
          {places
            .map(({ name, kind, holds }) => {
              const what = kind === "log" ? "log" : `${kind} ${name}`;
              return holds === null
                ? `${what}: no seal yet`
                : `${what}: seal ${number(holds.number)}`;
            })
            .join("; ")}
        </KeyValue>
        <KeyValue label="Verified">
          {verification === null || check === null ? (
            <Badge tone="unknown">Nobody has verified it on the console</Badge>
          ) : (
            <>
              <Badge tone={check.tone}>{check.word}</Badge> Entries {number(verification.from)} to{" "}
              {number(verification.checkedTo)} of {number(verification.through)}, confirmed by seals
              to {number(verification.sealedTo)}; by {verification.by},{" "}
              <Time value={verification.at} mode="absolute" />
            </>
          )}
        </KeyValue>
      </KeyValues>
    </Section>
  );
}
