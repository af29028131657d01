"use client";

import { useQueryStates } from "nuqs";
import { parseAsText } from "@/components/purges/address-text";
import { TenantFirst } from "@/components/purges/tenant-first";
import { NotAllowedNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { PageHeader } from "@/components/ui/page-header";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { ComparisonForm } from "./comparison-form";

/** A new comparison: a link may bring the tenant, the page, the control and the purge along. */
export function NewComparison() {
  const { role } = useViewer();
  const [link, setLink] = useQueryStates({
    tenant: parseAsText,
    path: parseAsText,
    control: parseAsText,
    purge: parseAsText,
  });
  const allowed = can(role, "comparison.run");
  return (
    <>
      <PageHeader
        title="New comparison"
        crumbs={[{ label: "Compare", href: "/compare" }]}
        description="The same page of two tenants. What differs after a purge is the purge's doing."
      />
      {!allowed && <NotAllowedNotice what="probing pages" who={rolesWith("comparison.run")} />}
      {allowed && (
        <TenantFirst
          label="Affected tenant"
          hint="The one that reports stale content."
          tenantId={link.tenant}
          onPick={(tenant) => void setLink({ tenant, path: null, control: null, purge: null })}
        >
          {(tenant) => (
            <ComparisonForm
              key={tenant.id}
              tenant={tenant}
              path={link.path}
              controlId={link.control}
              purgeId={link.purge}
              onChange={(change) => void setLink(change)}
            />
          )}
        </TenantFirst>
      )}
    </>
  );
}
