"use client";

import { useQueries } from "@tanstack/react-query";
import { Eye, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { TenantPicker } from "@/components/purges/tenant-picker";
import { NotAllowedNotice, ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button, IconButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { tenantQuery } from "@/lib/queries/tenants";
import { useStartWatch } from "@/lib/queries/watches";
import { can, rolesWith } from "@/lib/schemas/permissions";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { mostWatched, watchMinutes } from "@/lib/schemas/watch-limits";
import { chosenOf, keyOf, type PageChoice } from "./watched-choice";

function choicesOf({ id, pages }: TenantDetail): PageChoice[] {
  return pages.map(({ path }) => ({ tenantId: id, path }));
}

function TenantPages({
  tenant,
  chosen,
  onChange,
  onRemove,
}: {
  tenant: TenantDetail;
  chosen: ReadonlySet<string>;
  onChange: (page: PageChoice, on: boolean) => void;
  onRemove: () => void;
}) {
  return (
    <fieldset className="min-w-0 rounded-md border border-hairline bg-panel px-3 pt-1 pb-3">
      <legend className="sr-only">Pages of {tenant.name}</legend>
      <div className="flex items-center justify-between gap-2">
        <span className="min-w-0 truncate font-medium">
          {tenant.name} <span className="font-mono text-xs text-muted">{tenant.slug}</span>
        </span>
        <IconButton label={`Do not watch ${tenant.slug}`} onClick={onRemove}>
          <X aria-hidden />
        </IconButton>
      </div>
      {tenant.pages.length === 0 && (
        <p className="text-sm text-muted">No pages are on record for this tenant.</p>
      )}
      <div className="grid gap-x-6 sm:grid-cols-2">
        {choicesOf(tenant).map((page) => (
          <label key={page.path} className="flex min-h-7 min-w-0 cursor-pointer items-center gap-2">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-accent"
              checked={chosen.has(keyOf(page))}
              onChange={(event) => onChange(page, event.target.checked)}
            />
            <span className="min-w-0 truncate font-mono text-[0.93em]" title={page.path}>
              {page.path}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function whyNotStart(count: number): string | undefined {
  if (count === 0) return "Choose at least one page";
  return count > mostWatched
    ? `${count} pages are chosen: one watch takes at most ${mostWatched}`
    : undefined;
}

function Start({ chosen }: { chosen: readonly PageChoice[] }) {
  const start = useStartWatch();
  const router = useRouter();
  return (
    <>
      {start.error !== null && (
        <ProblemNotice title="The watch was not started" error={start.error} />
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="primary"
          icon={<Eye aria-hidden />}
          pending={start.isPending}
          whyDisabled={whyNotStart(chosen.length)}
          onClick={() =>
            start.mutate(
              { pages: [...chosen], minutes: watchMinutes },
              { onSuccess: ({ id }) => router.push(`/watch/${id}`) },
            )
          }
        >
          Watch {chosen.length} {chosen.length === 1 ? "page" : "pages"}
        </Button>
        <span className="text-sm text-muted">
          For {watchMinutes} minutes, {mostWatched} pages at most. Each round fills the cache.
        </span>
      </div>
    </>
  );
}

function WatchForm() {
  const [ids, setIds] = useQueryState(
    "tenant",
    parseAsArrayOf(parseAsString).withDefault([]).withOptions({ history: "replace" }),
  );
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const queries = useQueries({ queries: ids.map((id) => tenantQuery(id)) });
  const tenants = queries.flatMap(({ data }) => data ?? []);
  const chosen = chosenOf(tenants.map(choicesOf), changed);
  const keys = new Set(chosen.map(keyOf));
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <TenantPicker
        key={ids.length}
        label={ids.length === 0 ? "Tenant" : "Another tenant"}
        hint="Beside the tenant of the ticket, one whose pages should stay as they are."
        value={null}
        onPick={({ id }) => void setIds([...new Set([...ids, id])])}
      />
      {queries.map((query, at) =>
        query.error === null ? null : (
          <ProblemNotice
            key={ids[at]}
            title={`The tenant ${ids[at] ?? ""} could not be loaded`}
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ),
      )}
      {queries.some(({ isLoading }) => isLoading) && <Skeleton className="h-24" />}
      {tenants.map((tenant) => (
        <TenantPages
          key={tenant.id}
          tenant={tenant}
          chosen={keys}
          onChange={(page, on) => setChanged(new Map(changed).set(keyOf(page), on))}
          onRemove={() => void setIds(ids.filter((id) => id !== tenant.id))}
        />
      ))}
      <Start chosen={chosen} />
    </div>
  );
}

/** Which pages to watch: a link may bring the tenants along. */
export function NewWatch() {
  const { role } = useViewer();
  return (
    <>
      <PageHeader
        title="Watch the cache"
        description="What the edge answers for tenants' pages, every few seconds: around a purge, or to learn how a cache behaves."
      />
      {can(role, "comparison.run") ? (
        <WatchForm />
      ) : (
        <NotAllowedNotice what="probing pages" who={rolesWith("comparison.run")} />
      )}
    </>
  );
}
