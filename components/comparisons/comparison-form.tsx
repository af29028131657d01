"use client";

import { useRouter } from "next/navigation";
import { useId, useState, type SyntheticEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { ApiError } from "@/lib/queries/api-client";
import { useStartComparison } from "@/lib/queries/comparisons";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { comparisonHref } from "./comparison-brief";
import { ControlPicker, useControls } from "./control-picker";

/** The server's words for one field. */
function wordsFor(error: Error | null, path: string): string | null {
  if (!(error instanceof ApiError)) return null;
  return error.fields.find((field) => field.path === path)?.message ?? null;
}

interface Props {
  tenant: TenantDetail;
  /** As the address says; null: the tenant's first page. */
  path: string | null;
  controlId: string | null;
  /** The purge whose effect is asked for. */
  purgeId: string | null;
  onChange: (change: { path?: string; control?: string | null }) => void;
}

function useStart({ tenant, path, controlId, purgeId }: Props) {
  const router = useRouter();
  const firstPage = tenant.pages[0]?.path ?? "/";
  const [typed, setTyped] = useState(path ?? firstPage);
  const page = typed.trim();
  const variantCount = tenant.pages.find((one) => one.path === page)?.variants.length ?? 0;
  const [withVariants, setWithVariants] = useState(true);
  const controls = useControls(tenant.id, path ?? firstPage, controlId);
  const start = useStartComparison();
  const { control } = controls;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (start.isPending || control === null) return;
    start.mutate(
      {
        affected: { tenantId: tenant.id },
        control: { tenantId: control.id },
        path: page,
        ...(variantCount > 0 && withVariants ? { variants: true } : {}),
        ...(purgeId === null ? {} : { purgeId }),
      },
      { onSuccess: ({ id }) => router.push(comparisonHref(id)) },
    );
  };
  const variants = { count: variantCount, chosen: withVariants, choose: setWithVariants };
  return { typed, setTyped, page, variants, controls, start, submit };
}

/** Page and control of a comparison, and the button that takes the first probes. */
export function ComparisonForm(props: Props) {
  const { tenant, path, purgeId, onChange } = props;
  const { typed, setTyped, page, variants, controls, start, submit } = useStart(props);
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <PageField
        tenant={tenant}
        value={typed}
        error={wordsFor(start.error, "path")}
        onChange={setTyped}
        onLeave={() => {
          if (page !== "" && page !== path) onChange({ path: page, control: null });
        }}
      />
      {variants.count > 0 && (
        <label className="flex min-h-6 w-fit items-center gap-2">
          <input
            type="checkbox"
            className="size-4 shrink-0 accent-accent"
            checked={variants.chosen}
            onChange={(event) => variants.choose(event.target.checked)}
          />
          Also probe{" "}
          {variants.count === 1 ? "its other variant" : `its ${variants.count} other variants`}
        </label>
      )}
      <ControlPicker
        controls={controls}
        affectedId={tenant.id}
        error={wordsFor(start.error, "control.tenantId")}
        onPick={(id) => onChange({ control: id })}
      />
      {purgeId !== null && (
        <Notice title="For a purge that was sent already">
          There are no probes from before it, so the verdict can rest on Age and content alone.
        </Notice>
      )}
      {start.error && (
        <ProblemNotice title="The comparison could not be started" error={start.error} />
      )}
      <StartButton
        pending={start.isPending}
        disabled={page === "" || controls.control === null}
        isLate={purgeId !== null}
      />
    </form>
  );
}

function PageField({
  tenant,
  value,
  error,
  onChange,
  onLeave,
}: {
  tenant: TenantDetail;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
  onLeave: () => void;
}) {
  const pagesId = useId();
  return (
    <Field
      label="Page"
      hint={`Path and query on ${tenant.hosts[0] ?? "the tenant's host"}. Both tenants are asked for the same.`}
      error={error}
    >
      {(control) => (
        <>
          <TextInput
            {...control}
            className="font-mono"
            list={pagesId}
            value={value}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange(event.target.value)}
            onBlur={onLeave}
          />
          <datalist id={pagesId}>
            {tenant.pages.map((one) => (
              <option key={one.path} value={one.path} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function StartButton({
  pending,
  disabled,
  isLate,
}: {
  pending: boolean;
  disabled: boolean;
  /** For a purge that was sent already. */
  isLate: boolean;
}) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button type="submit" variant="primary" pending={pending} disabled={disabled}>
        {isLate ? "Probe both" : "Take the before probes"}
      </Button>
      <span role="status" className="text-sm text-muted">
        {pending ? "Probing both tenants until they are warm; this takes a few seconds" : ""}
      </span>
    </div>
  );
}
