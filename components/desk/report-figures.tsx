import { Section } from "@/components/ui/section";
import type { DeskReport } from "@/lib/schemas/desk";
import { PeopleTable } from "./people-table";

const number = (n: number) => n.toLocaleString("en");

/** The figures, each with what it counts. */
export function ReportFigures({ report }: { report: DeskReport }) {
  const { figures, entries, refused } = report;
  const all = [
    {
      question: "all",
      title: "Entries",
      count: entries,
      definition: "All entries of the record in the period, whatever they tell of.",
      people: [],
    },
    {
      question: "refused",
      title: "Refused",
      count: refused,
      definition: "Those of them that tell of an attempt that was refused.",
      people: [],
    },
    ...figures,
  ];
  return (
    <Section title="Figures">
      <dl className="flex flex-col gap-2">
        {all.map(({ question, title, count, definition, people }) => (
          <div key={question}>
            <dt className="flex items-baseline gap-3">
              <span className="w-16 text-right font-mono text-lg tabular">{number(count)}</span>
              <span className="font-medium">{title}</span>
            </dt>
            <dd className="ml-19 text-sm text-muted">{definition}</dd>
            {people.length > 0 && (
              <dd className="mt-1 ml-19">
                <PeopleTable people={people} />
              </dd>
            )}
          </div>
        ))}
      </dl>
    </Section>
  );
}
