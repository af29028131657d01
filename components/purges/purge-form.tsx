"use client";

import { useRouter } from "next/navigation";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { LinkedComparison, ProofChoice } from "./proof-choice";
import { MethodChoice } from "./method-choice";
import { PlanView } from "./plan-view";
import type { FormScope, PurgeForm as Form } from "./purge-form-state";
import { PurgeSend } from "./purge-send";
import { ScopeChoiceList } from "./scope-choice";
import { EnvironmentChoice } from "./scope-environment";
import { TenantPicker } from "./tenant-picker";
import { usePurgeForm } from "./use-purge-form";

/** Which choice is recommended: pages when one is named, else all that is the tenant's. */
function recommendedScope(form: Form, tenant: TenantDetail): FormScope {
  return form.urls.trim() !== "" || tenant.tenantTag === null ? "pages" : "tenant";
}

/** The form for another tenant; what was written of reason and ticket goes along. */
function hrefFor(tenantId: string, { reason, ticket }: Form): string {
  const query = new URLSearchParams({ tenant: tenantId });
  if (reason !== "") query.set("reason", reason);
  if (ticket !== "") query.set("ticket", ticket);
  return `/purges/new?${query.toString()}`;
}

/** The form for a purge of one tenant: the choice on the left, what it means on the right. */
export function PurgeForm({ tenant }: { tenant: TenantDetail }) {
  const router = useRouter();
  const { form, change, linkedId, noProof, path, controls, errors, submit, ...rest } =
    usePurgeForm(tenant);
  return (
    <div className="@container">
      <div className="grid items-start gap-x-8 gap-y-6 @4xl:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]">
        <div className="flex min-w-0 flex-col gap-6">
          <TenantPicker
            label="Tenant"
            value={tenant}
            onPick={({ id }) => router.push(hrefFor(id, form))}
          />
          <ScopeChoiceList
            tenant={tenant}
            form={form}
            recommended={recommendedScope(form, tenant)}
            errors={errors}
            onChange={change}
          />
          <EnvironmentChoice
            environments={tenant.environments}
            zone={tenant.zone.name}
            value={form.environment}
            error={errors.environment}
            onChange={(environment) => change({ environment })}
          />
          <MethodChoice value={form.method} onChange={(method) => change({ method })} />
        </div>
        <div className="min-w-0 @4xl:row-span-2 @4xl:self-stretch">
          <PlanView {...rest.planState} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <h2 className="text-lg font-semibold">Proof, reason and confirmation</h2>
          {linkedId !== null && <LinkedComparison id={linkedId} />}
          {linkedId === null && noProof === null && (
            <ProofChoice
              {...{ tenant, path, controls }}
              isWide={(rest.planState.plan?.wide ?? null) !== null}
              onChange={change}
            />
          )}
          {linkedId === null && noProof !== null && <p className="text-muted">{noProof}</p>}
          <PurgeSend
            {...rest}
            form={form}
            tenantTag={tenant.tenantTag}
            onChange={change}
            onSubmit={submit}
          />
        </div>
      </div>
    </div>
  );
}
