"use client";

import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useId, useState, type SyntheticEvent } from "react";
import { parseAsText } from "@/components/purges/address-text";
import { pathOf } from "@/components/purges/scope-words";
import { TenantFirst } from "@/components/purges/tenant-first";
import { NotAllowedNotice, ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { PageHeader } from "@/components/ui/page-header";
import { ApiError } from "@/lib/queries/api-client";
import { useRunDiagnosis } from "@/lib/queries/diagnoses";
import { can, rolesWith } from "@/lib/schemas/permissions";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { diagnosisHref } from "./diagnosis-href";

/** The server's words for the address; null: it has none. */
function wordsForAddress(error: Error | null): string | null {
  if (!(error instanceof ApiError)) return null;
  return error.fields.find(({ path }) => path === "address")?.message ?? null;
}

/** A long address does not fit its field: what of it is asked about stands below. */
function hintFor(value: string, tenant: TenantDetail): string {
  const isOwn = URL.canParse(value) && tenant.hosts.includes(new URL(value).hostname);
  if (isOwn) return `Asks about ${pathOf(value)}`;
  return `Its address as the visitor sees it, or a path on ${tenant.hosts[0] ?? "the tenant's host"}.`;
}

function AddressField({
  tenant,
  value,
  error,
  onChange,
}: {
  tenant: TenantDetail;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}) {
  const pagesId = useId();
  return (
    <Field
      label="Page"
      hint={<span className="wrap-anywhere">{hintFor(value.trim(), tenant)}</span>}
      error={error}
    >
      {(control) => (
        <>
          <TextInput
            {...control}
            className="font-mono"
            list={pagesId}
            value={value}
            maxLength={2000}
            spellCheck={false}
            autoComplete="off"
            placeholder="/billing"
            onChange={(event) => onChange(event.target.value)}
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

function AskForm({ tenant, address }: { tenant: TenantDetail; address: string | null }) {
  const router = useRouter();
  const [typed, setTyped] = useState(address ?? tenant.pages[0]?.path ?? "/");
  const run = useRunDiagnosis();
  const words = wordsForAddress(run.error);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (run.isPending || typed.trim() === "") return;
    run.mutate(
      { tenantId: tenant.id, address: typed.trim() },
      { onSuccess: ({ id }) => router.push(diagnosisHref(id)) },
    );
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <AddressField tenant={tenant} value={typed} error={words} onChange={setTyped} />
      {run.error && words === null && (
        <ProblemNotice title="It could not be found out" error={run.error} />
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          type="submit"
          variant="primary"
          pending={run.isPending}
          disabled={typed.trim() === ""}
        >
          Find out why
        </Button>
        <span role="status" className="text-sm text-muted">
          {run.isPending
            ? "Asking the edge and the origin: a second or two, up to 25 when one does not answer"
            : ""}
        </span>
      </div>
    </form>
  );
}

/** Asks why a page shows old content: a link may bring the tenant and the page's address along. */
export function NewDiagnosis() {
  const { role } = useViewer();
  const [link, setLink] = useQueryStates({ tenant: parseAsText, address: parseAsText });
  const allowed = can(role, "diagnosis.run");
  return (
    <>
      <PageHeader
        title="Why is it stale?"
        crumbs={[{ label: "Why is it stale?", href: "/diagnoses" }]}
        description="Asks the edge and the origin for the page, reads what is on record of purges and writes, and names one cause. Nothing is purged."
      />
      {!allowed && <NotAllowedNotice what="asking why" who={rolesWith("diagnosis.run")} />}
      {allowed && (
        <TenantFirst
          label="Tenant"
          hint="The one that reports old content."
          tenantId={link.tenant}
          onPick={(tenant) => void setLink({ tenant, address: null })}
        >
          {(tenant) => (
            <AskForm
              key={`${tenant.id} ${link.address ?? ""}`}
              tenant={tenant}
              address={link.address}
            />
          )}
        </TenantFirst>
      )}
    </>
  );
}
