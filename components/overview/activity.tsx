"use client";

import { ChartColumnStacked, Table2 } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty";
import { Field, Select } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { ActivityChart } from "./activity-chart";
import { resultsOfAll, resultsText, type Day } from "./activity-sums";
import { ActivityTable } from "./activity-table";
import { periods, usePeriod } from "./period";

const views = parseAsStringLiteral(["table"]);

/** Purges by day, source and result: a chart, or the table behind it. */
export function Activity({ days }: { days: readonly Day[] }) {
  const [view, setView] = useQueryState("activity", views);
  const { days: period, setDays } = usePeriod();
  const all = resultsOfAll(days);
  const asTable = view === "table";
  return (
    <Section
      title="Purges by day"
      note={asTable ? `${resultsText(all)}. In brackets: failed` : resultsText(all)}
      flush={asTable && all.total > 0}
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <Button
            size="sm"
            variant="ghost"
            icon={asTable ? <ChartColumnStacked aria-hidden /> : <Table2 aria-hidden />}
            onClick={() => void setView(asTable ? null : "table")}
          >
            {asTable ? "Show as chart" : "Show as table"}
          </Button>
          <Field label="Period" hideLabel>
            {(control) => (
              <Select
                {...control}
                value={period}
                onChange={(event) => setDays(Number(event.target.value))}
              >
                {periods.map((each) => (
                  <option key={each} value={each}>
                    {each} days
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
      }
    >
      {all.total === 0 ? (
        <EmptyState title={`No purges in the last ${period} days`}>
          Purges from people, services and jobs appear here as soon as they are recorded.
        </EmptyState>
      ) : asTable ? (
        <ActivityTable days={days} />
      ) : (
        <ActivityChart days={days} />
      )}
    </Section>
  );
}
