import Link from "next/link";
import { comparisonHref } from "@/components/comparisons/comparison-brief";
import { purgeHref } from "@/components/purges/purge-href";
import { Badge } from "@/components/ui/badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { CanaryResult, CanaryRow } from "@/lib/schemas/canaries";
import { rowTitle, stateWords } from "./canary-words";

const link =
  "inline-flex min-h-6 items-center text-accent-text hover:underline focus-visible:underline";

function Evidence({ result, title }: { result: CanaryResult; title: string }) {
  const { purgeId, comparisonId } = result;
  if (purgeId === null && comparisonId === null)
    return <span className="text-muted">None was taken</span>;
  return (
    <span className="flex flex-wrap gap-x-3">
      {purgeId !== null && (
        <Link href={purgeHref(purgeId)} className={link}>
          Receipt<span className="sr-only"> of {title}</span>
        </Link>
      )}
      {comparisonId !== null && (
        <Link href={comparisonHref(comparisonId)} className={link}>
          Probes<span className="sr-only"> of {title}</span>
        </Link>
      )}
    </span>
  );
}

/** What the newest run could not tell stands beside the proof from before, and does not replace it. */
function Newer({ row: { proof, newest } }: { row: CanaryRow }) {
  if (proof === null || newest === null) return null;
  return (
    <span className="mt-1 block text-muted">
      Since then, <Time value={newest.at} />: {stateWords[newest.outcome].word.toLowerCase()}.{" "}
      {newest.why}
    </span>
  );
}

function Row({ row }: { row: CanaryRow }) {
  const { word, tone, sentence } = stateWords[row.state];
  const title = rowTitle(row);
  const shown = row.proof ?? row.newest;
  return (
    <Tr className="[&>td]:align-top">
      <Td label="Row">
        <span className="block py-0.5 wrap-anywhere">
          <span className={row.pattern === null ? "font-medium" : "font-mono text-[0.93em]"}>
            {title}
          </span>
          {row.scope !== null && <span className="ml-2 text-xs text-muted">{row.scope}</span>}
        </span>
      </Td>
      <Td label="State">
        <span title={sentence} className="inline-flex py-0.5">
          <Badge tone={tone}>{word}</Badge>
        </span>
      </Td>
      <Td label="Last proof">
        <span className="block py-0.5">
          {row.proof === null ? (
            <span className="text-muted">None</span>
          ) : (
            <Time value={row.proof.at} />
          )}
        </span>
      </Td>
      <Td label="What was seen">
        <span className="block max-w-prose py-0.5 wrap-anywhere">
          {shown?.why ?? "No run has come to it yet."}
          <Newer row={row} />
        </span>
      </Td>
      <Td label="Evidence">
        {shown === null ? (
          <span className="text-muted">None was taken</span>
        ) : (
          <Evidence result={shown} title={title} />
        )}
      </Td>
    </Tr>
  );
}

/** What is proven of each row of a zone's tag plan, since when, and by what. */
export function CanaryTable({ zone, rows }: { zone: string; rows: readonly CanaryRow[] }) {
  return (
    <Table label={`Canary of ${zone}`} stacked className="sm:min-w-[54rem] sm:table-fixed">
      <thead>
        <tr>
          <Th className="w-[20%]">Row of the tag plan</Th>
          <Th className="w-32">State</Th>
          <Th className="w-28">Last proof</Th>
          <Th>What was seen</Th>
          <Th className="w-36">Evidence</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.pattern ?? ""} row={row} />
        ))}
      </tbody>
    </Table>
  );
}
