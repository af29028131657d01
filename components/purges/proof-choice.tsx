"use client";

import { useQuery } from "@tanstack/react-query";
import { ControlPicker, type Controls } from "@/components/comparisons/control-picker";
import { comparisonHref } from "@/components/comparisons/comparison-brief";
import { Field, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { comparisonQuery } from "@/lib/queries/comparisons";
import type { TenantDetail } from "@/lib/schemas/tenants";
import type { PurgeForm } from "./purge-form-state";

/** The tenant's pages, and before them one that is named and not listed. */
function pathsOf(tenant: TenantDetail, path: string): string[] {
  const listed = tenant.pages.map((page) => page.path);
  return listed.includes(path) ? listed : [path, ...listed];
}

/** How the purge is proven: which page is probed before and after it, and which other tenant's beside it. */
export function ProofChoice({
  tenant,
  path,
  controls,
  isWide,
  onChange,
}: {
  tenant: TenantDetail;
  /** The page that is probed; null: no page of the tenant is known. */
  path: string | null;
  controls: Controls;
  /** Whether other tenants' pages go cold with it, so that nothing is to be shown of their copies. */
  isWide: boolean;
  onChange: (change: Partial<PurgeForm>) => void;
}) {
  if (path === null)
    return (
      <Notice title="It cannot be verified from here">
        No page of {tenant.slug} is known, so there is nothing to probe.
      </Notice>
    );
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">Proof</legend>
      <p className="text-sm text-muted">
        The console probes this page, with its variants, for both tenants before it is sent, and
        again until there is a proof: that {tenant.slug} gets other content
        {isWide ? "." : ", and that nobody else lost a copy."}
        {isWide &&
          " Other tenants' pages may go cold by it: the receipt says what became of the control's page, and of each page of others that the policy has sampled."}
      </p>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)]">
        <Field label="Page to probe">
          <Select
            value={path}
            onChange={(event) => onChange({ comparePath: event.target.value, controlId: null })}
          >
            {pathsOf(tenant, path).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        </Field>
        <ControlPicker
          controls={controls}
          affectedId={tenant.id}
          onPick={(controlId) => onChange({ controlId })}
        />
      </div>
    </fieldset>
  );
}

/** The comparison that the link brought along: its before probes are there already. */
export function LinkedComparison({ id }: { id: string }) {
  const { data, error } = useQuery(comparisonQuery(id));
  return (
    <Notice
      title={
        data
          ? `For the comparison of ${data.path} with ${data.control?.tenant.slug ?? "no control"}`
          : "For a comparison"
      }
      tone={error ? "old" : "info"}
    >
      {error ? (
        <p>It could not be loaded: {error.message}</p>
      ) : (
        <p>
          {data && (
            <>
              The before probes were taken <Time value={data.createdAt} />.{" "}
            </>
          )}
          After the purge both tenants are probed again.{" "}
          <a className="text-accent-text underline" href={comparisonHref(id)}>
            See the comparison
          </a>
        </p>
      )}
    </Notice>
  );
}
