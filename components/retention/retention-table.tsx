import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Retention, RetentionKind } from "@/lib/schemas/retention";

type Row = Retention["kinds"][number];

const words: Record<RetentionKind, { name: string; with: string }> = {
  purge: { name: "Purges", with: "with attempts, changes of state and proofs" },
  comparison: { name: "Comparisons of no purge", with: "with their probes" },
  diagnosis: { name: "What was found of stale pages", with: "with its probes" },
  watch: { name: "Watches that have ended", with: "with what was seen of each page" },
  write: { name: "Writes", with: "as services told of them" },
  session: {
    name: "Sign-ins that have ended",
    with: "who signed in when stays in the audit record",
  },
};

/** What is kept how long, a line a kind. */
export function RetentionTable({ kinds }: { kinds: readonly Row[] }) {
  return (
    <Table label="Retention" stacked className="sm:min-w-[48rem] sm:table-fixed">
      <thead>
        <tr>
          <Th className="w-[34%]">What</Th>
          <Th className="w-28">Kept</Th>
          <Th className="w-40">Oldest on record</Th>
          <Th>Removed last</Th>
        </tr>
      </thead>
      <tbody>
        {kinds.map((row) => (
          <Tr key={row.kind}>
            <Td label="What">
              <span className="flex min-w-0 flex-col">
                <span className="font-medium">{words[row.kind].name}</span>
                <span className="text-xs text-muted">{words[row.kind].with}</span>
              </span>
            </Td>
            <Td label="Kept">{row.days === null ? "for ever" : `${row.days} days`}</Td>
            <Td label="Oldest on record">
              {row.oldest === null ? (
                <span className="text-muted">none on record</span>
              ) : (
                <Time value={row.oldest} />
              )}
            </Td>
            <Td label="Removed last">
              <LastRemoval removal={row.lastRemoval} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function LastRemoval({ removal }: { removal: Row["lastRemoval"] }) {
  if (removal === null) return <span className="text-muted">never anything</span>;
  const { at, count, cutoff, policyVersion } = removal;
  return (
    <span className="flex min-w-0 flex-col">
      <span>
        <Link href="/audit?action=retention.remove" className="text-accent-text underline">
          {count.toLocaleString("en")}
        </Link>
        , <Time value={at} />
      </span>
      <span className="text-xs text-muted">
        of what ended before <Time value={cutoff} mode="absolute" />, policy {policyVersion}
      </span>
    </span>
  );
}
