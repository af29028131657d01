import { Badge } from "@/components/ui/badge";
import { Copyable } from "@/components/ui/copy";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Comparison, OriginAnswer } from "@/lib/schemas/comparisons";

/** The newest answer for each variant: what was said before is in the evidence for a ticket. */
function newestOf(answers: readonly OriginAnswer[]): OriginAnswer[] {
  const names = [...new Set(answers.map(({ variant }) => variant))];
  return names.flatMap((name) => answers.findLast(({ variant }) => variant === name) ?? []);
}

/** Whether the edge served the same content last; null: there is nothing to compare. */
function isSame(answer: OriginAnswer, { affected }: Comparison): boolean | null {
  const last = affected.probes.findLast(
    ({ variant, fingerprint }) => variant === answer.variant && fingerprint !== null,
  );
  if (last === undefined || answer.fingerprint === null) return null;
  return last.fingerprint === answer.fingerprint;
}

function Content({ same }: { same: boolean | null }) {
  if (same === null) return <span className="text-faint">not known</span>;
  return same ? (
    <span className="text-muted">the same as the edge</span>
  ) : (
    <span className="font-medium">other than the edge</span>
  );
}

/** What the affected page's origin delivers itself, asked beside the edge; nothing where it was not asked. */
export function OriginTable({ comparison }: { comparison: Comparison }) {
  const answers = newestOf(comparison.origin);
  if (answers.length === 0) return null;
  return (
    <Section title="Origin" note="Asked by itself, without the edge; its newest answer" flush>
      <Table label="Answers of the origin" stacked>
        <thead>
          <tr>
            <Th>Variant</Th>
            <Th>Status</Th>
            <Th>Content</Th>
            <Th>Cache-Tag</Th>
            <Th>When</Th>
          </tr>
        </thead>
        <tbody>
          {answers.map((answer) => (
            <Tr key={answer.variant ?? ""}>
              <Td label="Variant">{answer.variant ?? "Default"}</Td>
              <Td label="Status">
                {answer.error === null ? (
                  <span className="font-mono">HTTP {answer.httpStatus}</span>
                ) : (
                  <>
                    <Badge tone="broken">No answer</Badge>
                    <span className="block text-muted">{answer.error}</span>
                  </>
                )}
              </Td>
              <Td label="Content">
                <Content same={isSame(answer, comparison)} />
              </Td>
              <Td label="Cache-Tag" className="max-w-80">
                {answer.cacheTag === null ? (
                  <span className="text-faint">none</span>
                ) : (
                  <Copyable
                    value={answer.cacheTag}
                    label="Cache-Tag"
                    quiet
                    className="max-w-full"
                  />
                )}
              </Td>
              <Td label="When" className="whitespace-nowrap">
                <Time value={answer.startedAt} mode="clock" />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
