"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { rolesInWords } from "@/components/purges/purge-words";
import { SettingHistory } from "@/components/settings/setting-history";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Scope } from "@/components/tenants/tag-plan";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { tagPlanQuery } from "@/lib/queries/zones";
import { can, rolesWith } from "@/lib/schemas/permissions";
import type { TagLine, TagPlanDetail } from "@/lib/schemas/zones";
import { TagFindings } from "./tag-findings";
import { TagLineDialog } from "./tag-line-dialog";
import { zoneHref } from "./zone-href";

function Found({ pattern, findings }: { pattern: string; findings: TagPlanDetail["findings"] }) {
  const own = findings.filter(
    ({ patterns, severity }) => severity !== "note" && patterns.includes(pattern),
  );
  if (own.length === 0) return <span className="text-muted">nothing to mend</span>;
  const isWrong = own.some(({ severity }) => severity === "error");
  return (
    <Badge tone={isWrong ? "broken" : "old"}>
      {own.length === 1 ? "1 finding" : `${own.length} findings`}
    </Badge>
  );
}

function Row({
  line,
  plan,
  onEdit,
}: {
  line: TagLine;
  plan: TagPlanDetail;
  onEdit: (() => void) | null;
}) {
  return (
    <Tr>
      <Td label="Pattern" className="font-mono text-[0.93em] wrap-anywhere">
        {line.pattern}
      </Td>
      <Td label="Reaches">
        <Scope scope={line.scope} />
      </Td>
      <Td label="Owner">{line.owner === "" ? <Badge tone="unknown">Nobody</Badge> : line.owner}</Td>
      <Td label="Purged by">{line.trigger}</Td>
      <Td label="Routes">
        <span className="font-mono text-[0.93em] wrap-anywhere">
          {line.routes.length === 0 ? "any" : line.routes.join("  ")}
        </span>
      </Td>
      <Td label="Linter">
        <Found pattern={line.pattern} findings={plan.findings} />
      </Td>
      {onEdit !== null && (
        <Td className="text-right">
          <Button size="sm" onClick={onEdit}>
            Edit<span className="sr-only"> {line.pattern}</span>
          </Button>
        </Td>
      )}
    </Tr>
  );
}

function Lines({ plan, onEdit }: { plan: TagPlanDetail; onEdit: ((at: number) => void) | null }) {
  if (plan.lines.length === 0)
    return (
      <EmptyState title="No tag plan for this zone">
        Without one every tag counts as shared, and support can purge by URL alone. Begin with the
        tag that all pages of a tenant carry, such as{" "}
        <code className="font-mono text-sm">tenant:&#123;id&#125;</code>.
      </EmptyState>
    );
  return (
    <Table label="Tag plan" stacked>
      <thead>
        <tr>
          <Th>Pattern</Th>
          <Th>Reaches</Th>
          <Th>Owner</Th>
          <Th>Purged by</Th>
          <Th>Routes that carry it</Th>
          <Th>Linter</Th>
          {onEdit !== null && (
            <Th>
              <span className="sr-only">Edit</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {plan.lines.map((line, at) => (
          <Row
            key={line.pattern}
            line={line}
            plan={plan}
            onEdit={onEdit === null ? null : () => onEdit(at)}
          />
        ))}
      </tbody>
    </Table>
  );
}

function Loaded({ plan }: { plan: TagPlanDetail }) {
  const { role } = useViewer();
  const [editing, setEditing] = useState<number | null>(null);
  const mayEdit = can(role, "directory.write");
  const add = (
    <Button
      size="sm"
      icon={<Plus aria-hidden />}
      whyDisabled={
        mayEdit ? undefined : `It takes the role ${rolesInWords(rolesWith("directory.write"))}`
      }
      onClick={() => setEditing(plan.lines.length)}
    >
      Add a line
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      <Section title="Lines" actions={add} flush>
        <Lines plan={plan} onEdit={mayEdit ? setEditing : null} />
      </Section>
      <Section title="What the linter finds" flush className="[&>div:last-child]:border-t-0">
        <TagFindings plan={plan} />
      </Section>
      <Section title="History of this tag plan">
        <SettingHistory kind="tag_plan" id={plan.zone.id} />
      </Section>
      {editing !== null && (
        <TagLineDialog plan={plan} at={editing} onClose={() => setEditing(null)} />
      )}
    </div>
  );
}

/** A zone's tag plan: what tags its pages carry and whose they are, with what is wrong about it. */
export function TagPlanScreen({ zoneId }: { zoneId: string }) {
  const query = useQuery(tagPlanQuery(zoneId));
  const { data } = query;
  return (
    <>
      <PageHeader
        title="Tag plan"
        crumbs={[
          { label: "Zones", href: "/zones" },
          { label: data?.zone.name ?? "Zone", href: zoneHref(zoneId) },
        ]}
        description="Which Cache-Tags the zone's pages carry. A line's scope decides who may purge by such a tag: a tenant's or an object's is for support, a shared one takes an engineer and a second person, and what is in no line counts as shared."
      />
      {query.isPending && <SkeletonRows rows={6} />}
      {query.isError && data === undefined && (
        <ProblemNotice
          title="The tag plan could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {data !== undefined && (
        <>
          <StaleNotice query={query} />
          <Loaded plan={data} />
        </>
      )}
    </>
  );
}
