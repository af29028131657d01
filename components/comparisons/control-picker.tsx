"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CacheStatusBadge } from "@/components/probes/cache-status-badge";
import { meaningForControl } from "@/components/probes/probe-words";
import { TenantPicker } from "@/components/purges/tenant-picker";
import { Button } from "@/components/ui/button";
import { Field, Select } from "@/components/ui/field";
import { Time } from "@/components/ui/time";
import { controlsQuery, tenantQuery } from "@/lib/queries/tenants";
import type { ControlSuggestions, TenantRef } from "@/lib/schemas/tenants";

type Suggestion = ControlSuggestions["items"][number];

export interface Controls {
  /** The chosen control, or the best proposal; null: there is none. */
  control: TenantRef | null;
  suggestions: readonly Suggestion[];
  pending: boolean;
  error: Error | null;
}

/** Who could be the control for a page of a tenant, and who is: the chosen one, else the best proposal. */
export function useControls(
  tenantId: string | null,
  path: string | null,
  chosenId: string | null,
): Controls {
  const proposals = useQuery({
    ...controlsQuery(tenantId ?? "", path ?? ""),
    enabled: tenantId !== null && path !== null,
  });
  const suggestions = proposals.data?.items ?? [];
  const proposed = suggestions.find((one) => one.tenant.id === chosenId)?.tenant;
  const other = useQuery({
    ...tenantQuery(chosenId ?? ""),
    enabled: chosenId !== null && proposed === undefined,
  });
  const best = suggestions[0]?.tenant ?? null;
  return {
    control: chosenId === null ? best : (proposed ?? other.data ?? null),
    suggestions,
    pending: proposals.isLoading || other.isLoading,
    error: proposals.error ?? other.error,
  };
}

/** Why a proposal is a good control, and how its page was last seen. */
function Why({ suggestion }: { suggestion: Suggestion }) {
  const { why, lastProbe } = suggestion;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span>{why}</span>
      {lastProbe !== null && (
        <>
          <CacheStatusBadge
            status={lastProbe.cacheStatus}
            meaning={meaningForControl(lastProbe.cacheStatus)}
          />
          <Time value={lastProbe.startedAt} />
        </>
      )}
    </span>
  );
}

/** The control tenant: proposed, and changeable for any other by search. */
export function ControlPicker({
  controls,
  affectedId,
  error,
  onPick,
}: {
  controls: Controls;
  affectedId: string;
  error?: string | null;
  onPick: (tenantId: string) => void;
}) {
  const { control, suggestions, pending } = controls;
  const [searching, setSearching] = useState(false);
  /** The search field goes away with the choice: the focus then goes back to what opened it. */
  const [picked, setPicked] = useState(false);
  const problem = error ?? controls.error?.message ?? null;
  if (searching || (!pending && suggestions.length === 0))
    return (
      <TenantPicker
        label="Control tenant"
        hint={
          suggestions.length === 0 ? "No tenant could be proposed: choose one by search." : null
        }
        error={problem}
        value={control}
        exclude={affectedId}
        autoFocus={searching}
        onPick={(tenant) => {
          setSearching(false);
          setPicked(true);
          onPick(tenant.id);
        }}
      />
    );
  return (
    <div className="flex items-start gap-2">
      <ProposedField controls={controls} error={problem} onPick={onPick} />
      <Button className="mt-5.5" autoFocus={picked} onClick={() => setSearching(true)}>
        Another
      </Button>
    </div>
  );
}

/** The proposals as a choice, with why the chosen one is a good control. */
function ProposedField({
  controls: { control, suggestions, pending },
  error,
  onPick,
}: {
  controls: Controls;
  error: string | null;
  onPick: (tenantId: string) => void;
}) {
  const suggestion = suggestions.find((one) => one.tenant.id === control?.id);
  return (
    <Field
      label="Control tenant"
      className="flex-1"
      error={error}
      hint={suggestion ? <Why suggestion={suggestion} /> : pending ? "Looking for one" : null}
    >
      <Select value={control?.id ?? ""} onChange={(event) => onPick(event.target.value)}>
        {control === null && <option value="">{pending ? "Looking for one" : "None"}</option>}
        {control !== null && suggestion === undefined && (
          <option value={control.id}>
            {control.name} ({control.slug})
          </option>
        )}
        {suggestions.map(({ tenant }) => (
          <option key={tenant.id} value={tenant.id}>
            {tenant.name} ({tenant.slug})
          </option>
        ))}
      </Select>
    </Field>
  );
}
