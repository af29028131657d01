"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { AuditEntries } from "@/components/audit/audit-entries";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { deskExportAddress, type DeskPeriod, deskRowsQuery } from "@/lib/queries/desk";
import type { DeskFigure } from "@/lib/schemas/desk";
import { DrawForm } from "./draw-form";
import { PeopleTable } from "./people-table";

/** The entries that answer a question, as a file too, and the lot that draws a sample of them. */
export function AnswerSection({ figure, period }: { figure: DeskFigure; period: DeskPeriod }) {
  const { question, title, people } = figure;
  const query = useInfiniteQuery(deskRowsQuery(question, period));
  return (
    <Section
      title={title}
      flush
      actions={
        <span className="flex flex-wrap gap-2">
          {(["csv", "ndjson"] as const).map((format) => (
            <Button
              key={format}
              size="sm"
              variant="ghost"
              icon={<Download aria-hidden />}
              // The answer is a file: the browser saves it and stays where it is.
              onClick={() => window.location.assign(deskExportAddress(question, period, format))}
            >
              {format === "csv" ? "CSV" : "NDJSON"}
            </Button>
          ))}
        </span>
      }
    >
      {people.length > 0 && <PeopleTable people={people} />}
      <DrawForm figure={figure} period={period} />
      <AuditEntries
        query={query}
        label={title}
        failure="The entries could not be loaded"
        empty={
          <EmptyState title="No entry of this period answers it">
            Choose another period to look further.
          </EmptyState>
        }
        skeletonRows={4}
      />
    </Section>
  );
}
