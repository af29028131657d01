import Link from "next/link";
import { sourceWords } from "@/components/purges/purge-words";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { triggerSources } from "@/lib/schemas/words";
import { dayHref, dayText, resultsOf, type Day } from "./activity-sums";

function count(value: number): string {
  return value.toLocaleString("en");
}

function Row({ day }: { day: Day }) {
  const all = resultsOf(day);
  return (
    <Tr>
      <Td className="whitespace-nowrap">
        <Link
          href={dayHref(day.day)}
          className="inline-flex min-h-6 items-center hover:text-accent-text hover:underline"
        >
          {dayText(day.day)}
        </Link>
      </Td>
      <Td numeric>{count(all.total)}</Td>
      <Td numeric>{count(all.accepted)}</Td>
      <Td numeric className={all.failed > 0 ? "text-broken" : ""}>
        {count(all.failed)}
      </Td>
      <Td numeric>{count(all.waiting)}</Td>
      {triggerSources.map((source) => {
        const { total, failed } = resultsOf(day, source);
        return (
          <Td key={source} numeric className="whitespace-nowrap">
            {count(total)}
            {failed > 0 && (
              <span className="text-broken">
                {" "}
                ({count(failed)}
                <span className="sr-only"> failed</span>)
              </span>
            )}
          </Td>
        );
      })}
    </Tr>
  );
}

/** The numbers behind the chart, newest day first. */
export function ActivityTable({ days }: { days: readonly Day[] }) {
  return (
    <Table
      label="Purges by day (UTC), result and trigger source; failed ones in brackets"
      data-activity
    >
      <thead>
        <tr>
          <Th>Day (UTC)</Th>
          <Th numeric>All</Th>
          <Th numeric>Accepted</Th>
          <Th numeric>Failed</Th>
          <Th numeric>Waiting</Th>
          {triggerSources.map((source) => (
            <Th key={source} numeric>
              {sourceWords[source].word}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map((day) => (
          <Row key={day.day} day={day} />
        ))}
      </tbody>
    </Table>
  );
}
