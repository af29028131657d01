"use client";

import { useQuery } from "@tanstack/react-query";
import { ControlPicker, type Controls } from "@/components/comparisons/control-picker";
import { comparisonHref } from "@/components/comparisons/comparison-brief";
import { Field, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { comparisonQuery } from "@/lib/queries/comparisons";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { Option } from "./option";
import type { PurgeForm } from "./purge-form-state";

/** Whether to record both tenants warm before the purge goes out, so that its effect can be shown after. */
export function CompareOption({
  tenant,
  form,
  path,
  controls,
  onChange,
}: {
  tenant: TenantDetail;
  form: PurgeForm;
  /** The page that would be probed; null: no page of the tenant is known. */
  path: string | null;
  controls: Controls;
  onChange: (change: Partial<PurgeForm>) => void;
}) {
  if (path === null)
    return (
      <Notice title="It cannot be verified from here">
        No page of {tenant.slug} is known, so there is nothing to probe.
      </Notice>
    );
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">Proof</legend>
      <Option
        type="checkbox"
        label="Compare with a control tenant"
        about={`Before it is sent, the page is probed for both tenants; after it, again. That is the proof that ${tenant.slug} was refreshed and nobody else.`}
        checked={form.compare}
        onChange={(compare) => onChange({ compare })}
      />
      {form.compare && (
        <div className="mt-2 grid gap-3 pl-6.5 sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)]">
          <Field label="Page to probe">
            <Select
              value={path}
              onChange={(event) => onChange({ comparePath: event.target.value, controlId: null })}
            >
              {tenant.pages.map((page) => (
                <option key={page.path}>{page.path}</option>
              ))}
            </Select>
          </Field>
          <ControlPicker
            controls={controls}
            affectedId={tenant.id}
            onPick={(controlId) => onChange({ controlId })}
          />
        </div>
      )}
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
          ? `For the comparison of ${data.path} with ${data.control.tenant.slug}`
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
