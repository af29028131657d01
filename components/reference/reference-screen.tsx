"use client";

import { useQuery } from "@tanstack/react-query";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { DelayedSkeleton, SkeletonRows } from "@/components/ui/skeleton";
import { referenceQuery } from "@/lib/queries/reference";
import type { OpenApiDocument, OpenApiOperation } from "@/lib/schemas/openapi";
import { FieldTable } from "./field-table";
import { OperationView } from "./operation-view";
import { fieldsOf } from "./schema-words";

interface Line {
  method: string;
  path: string;
  operation: OpenApiOperation;
}

function byResource({ paths }: OpenApiDocument): [string, Line[]][] {
  const groups = new Map<string, Line[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const [resource = ""] = operation.tags;
      groups.set(resource, [...(groups.get(resource) ?? []), { method, path, operation }]);
    }
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function Reference({ contract }: { contract: OpenApiDocument }) {
  const named = contract.components.schemas;
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose">{contract.info.description}</p>
      {byResource(contract).map(([resource, lines]) => (
        <Section
          key={resource}
          title={resource}
          flush
          className="[&_details:first-child]:border-t-0"
        >
          {lines.map((line) => (
            <OperationView key={line.operation.operationId} {...line} named={named} />
          ))}
        </Section>
      ))}
      <Section
        title="Parts of answers and bodies"
        flush
        className="[&_details:first-child]:border-t-0"
      >
        {Object.entries(named)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, schema]) => (
            <details key={name} className="border-t border-hairline">
              <summary className="flex min-h-9 cursor-pointer items-center px-3 font-mono text-sm -outline-offset-2 hover:bg-hover">
                {name}
              </summary>
              <FieldTable
                label={`Fields of ${name}`}
                needs={false}
                fields={fieldsOf(schema, named, [])}
              />
            </details>
          ))}
      </Section>
    </div>
  );
}

/** The API's contract in words: what each operation takes and answers. */
export function ReferenceScreen() {
  const query = useQuery(referenceQuery());
  return (
    <>
      <PageHeader
        title="API reference"
        description="Made from the rules that the server enforces."
        actions={
          <a
            href="/api/v1/openapi.json"
            className="inline-flex min-h-8 items-center text-accent-text hover:underline"
          >
            OpenAPI 3.1 document
          </a>
        }
      />
      {query.data === undefined && query.error !== null && (
        <ProblemNotice
          title="The contract could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data === undefined && query.error === null && (
        <DelayedSkeleton label="Loading the contract">
          <SkeletonRows rows={12} label="" />
        </DelayedSkeleton>
      )}
      {query.data !== undefined && <Reference contract={query.data} />}
    </>
  );
}
