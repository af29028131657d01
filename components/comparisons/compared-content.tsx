"use client";

import { useQuery } from "@tanstack/react-query";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { comparisonContentQuery } from "@/lib/queries/comparisons";
import type { Comparison, SideContent } from "@/lib/schemas/comparisons";

/** How JSON answers changed; nothing without them. */
export function ComparedContent({ comparison }: { comparison: Comparison }) {
  const { data, error, refetch } = useQuery(comparisonContentQuery(comparison));
  if (error)
    return (
      <ProblemNotice
        title="The content of the answers could not be loaded"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  if (data === undefined) return null;
  const { affected, control } = comparison;
  const sides = [
    ...data.affected.map((content) => ({ slug: affected.tenant.slug, content })),
    ...(control === null
      ? []
      : data.control.map((content) => ({ slug: control.tenant.slug, content }))),
  ];
  return (
    <>
      {sides.map(({ slug, content }) => (
        <Difference key={`${slug} ${content.variant ?? ""}`} slug={slug} content={content} />
      ))}
    </>
  );
}

const absent = <span className="font-sans text-faint">not there</span>;

function Difference({ slug, content }: { slug: string; content: SideContent }) {
  const { variant, firstAt, lastAt, difference } = content;
  const { changes, more, notCompared } = difference;
  const name = variant === null ? slug : `${slug}, ${variant}`;
  return (
    <Section
      title={`JSON of ${name}`}
      note={
        <>
          <Time value={firstAt} mode="clock" /> against <Time value={lastAt} mode="clock" />
        </>
      }
      flush={changes.length > 0}
    >
      {changes.length === 0 ? (
        <p className="text-sm text-muted">The same values in both answers.</p>
      ) : (
        <Table label={`What changed in the JSON of ${name}`} stacked>
          <thead>
            <tr>
              <Th>Path</Th>
              <Th>First</Th>
              <Th>Newest</Th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ path, before, after }) => (
              <Tr key={path}>
                <Td label="Path" mono className="wrap-anywhere">
                  {path === "" ? "(all of it)" : path}
                </Td>
                <Td label="First" mono className="wrap-anywhere">
                  {before ?? absent}
                </Td>
                <Td label="Newest" mono className="wrap-anywhere">
                  {after ?? absent}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {(more > 0 || notCompared > 0) && (
        <p className="px-3 py-2 text-sm text-muted">
          {more > 0 && `${more} more changes are not listed. `}
          {notCompared > 0 && `${notCompared} values beyond the first 500 were not compared.`}
        </p>
      )}
    </Section>
  );
}
