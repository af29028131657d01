import type { ReactNode } from "react";
import { CacheStatusBadge } from "@/components/probes/cache-status-badge";
import { meaningBefore } from "@/components/probes/probe-words";
import { Badge } from "@/components/ui/badge";
import { Copyable } from "@/components/ui/copy";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Diagnosis } from "@/lib/schemas/diagnoses";

const notTold = <span className="text-faint">not told</span>;

interface Answer {
  key: string;
  from: string;
  state: ReactNode;
  age: number | null;
  httpStatus: number | null;
  fingerprint: string | null;
  cacheControl: string | null;
  tags: string | null;
  startedAt: string;
}

function State({ status, error }: { status: string | null; error: string | null }) {
  if (error !== null)
    return (
      <span title={error}>
        <Badge tone="broken">No answer</Badge>
      </span>
    );
  return <CacheStatusBadge status={status} meaning={meaningBefore(status)} />;
}

/** Who answered, and for which copy of the page. */
const place = (who: string, variant: string | null) =>
  variant === null ? who : `${who}, ${variant}`;

function answersOf({ probes, origin }: Diagnosis): Answer[] {
  return [
    ...probes.map((probe) => ({
      key: probe.id,
      from: place(`Edge${probe.colo === null ? "" : ` ${probe.colo}`}`, probe.variant),
      state: <State status={probe.cacheStatus} error={probe.error} />,
      age: probe.age,
      httpStatus: probe.httpStatus,
      fingerprint: probe.fingerprint,
      cacheControl: probe.cacheControl,
      tags: null,
      startedAt: probe.startedAt,
    })),
    ...origin.map((answer, index) => ({
      key: `origin ${index}`,
      from: place("Origin", answer.variant),
      state:
        answer.error === null ? (
          <Badge tone="neutral">Asked directly</Badge>
        ) : (
          <State status={null} error={answer.error} />
        ),
      age: null,
      httpStatus: answer.httpStatus,
      fingerprint: answer.fingerprint,
      cacheControl: answer.cacheControl,
      tags: answer.cacheTag ?? "no Cache-Tag",
      startedAt: answer.startedAt,
    })),
  ];
}

function Tags({ tags }: { tags: string }) {
  return (
    <span className="block max-w-48 truncate font-mono text-xs" title={tags}>
      {tags}
    </span>
  );
}

/** Every answer of edge and origin, one a row: equal contents are equal pages. */
export function AnswersTable({ diagnosis }: { diagnosis: Diagnosis }) {
  return (
    <Table label="Answers" stacked>
      <thead>
        <tr>
          <Th>From</Th>
          <Th>State</Th>
          <Th numeric>Age</Th>
          <Th>Status</Th>
          <Th>Content</Th>
          <Th>Cache-Control</Th>
          <Th>Cache-Tag</Th>
          <Th>When</Th>
        </tr>
      </thead>
      <tbody>
        {answersOf(diagnosis).map((answer) => (
          <Tr key={answer.key}>
            <Td label="From" className="whitespace-nowrap">
              {answer.from}
            </Td>
            <Td label="State">{answer.state}</Td>
            <Td label="Age" numeric className="whitespace-nowrap">
              {answer.age === null ? notTold : `${answer.age.toLocaleString("en")} s`}
            </Td>
            <Td label="Status" mono>
              {answer.httpStatus ?? notTold}
            </Td>
            <Td label="Content" mono>
              {answer.fingerprint === null ? (
                notTold
              ) : (
                <Copyable value={answer.fingerprint} label="content" quiet>
                  {answer.fingerprint.slice(0, 8)}
                </Copyable>
              )}
            </Td>
            <Td label="Cache-Control" className="max-w-48">
              <span className="block truncate font-mono text-xs" title={answer.cacheControl ?? ""}>
                {answer.cacheControl ?? notTold}
              </span>
            </Td>
            <Td label="Cache-Tag" className="max-w-48">
              {answer.tags === null ? (
                <span className="text-faint">the edge strips it</span>
              ) : (
                <Tags tags={answer.tags} />
              )}
            </Td>
            <Td label="When" className="whitespace-nowrap">
              <Time value={answer.startedAt} mode="clock" />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
