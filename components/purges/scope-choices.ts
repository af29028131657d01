import type { Permission } from "@/lib/schemas/permissions";
import { riskTiers } from "@/lib/schemas/purge-policy";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { objectPatterns, type FormScope } from "./purge-form-state";

export interface ScopeChoice {
  id: FormScope;
  label: string;
  about: string;
  permission: Permission;
  /** Why nobody can choose it for this tenant; null: it can be chosen. */
  missing: string | null;
}

/** The choices for a tenant, narrow to wide. */
export function scopeChoices(tenant: TenantDetail): ScopeChoice[] {
  const { object, tenant: whole, section, everything } = riskTiers;
  const patterns = objectPatterns(tenant).map((one) => one.pattern);
  return [
    {
      id: "pages",
      label: "Pages",
      about: `One or more addresses of ${tenant.slug}, each as it is called`,
      permission: object.permission,
      missing: null,
    },
    {
      id: "object",
      label: "An object",
      about:
        patterns.length === 0
          ? "A record, by its tag"
          : `A record, by its tag: ${patterns.join(", ")}`,
      permission: object.permission,
      missing: patterns.length === 0 ? "The tag plan has no tags of single objects" : null,
    },
    {
      id: "tenant",
      label: `Everything of ${tenant.slug}`,
      about: `All that carries the tag ${tenant.tenantTag ?? "of the tenant"}`,
      permission: whole.permission,
      missing: tenant.tenantTag === null ? "The tag plan has no tag of the tenant" : null,
    },
    {
      id: "prefix",
      label: "A prefix",
      about: "All addresses that begin with a host and path",
      permission: section.permission,
      missing: null,
    },
    {
      id: "host",
      label: "A host",
      about: "All that is served from a host name",
      permission: section.permission,
      missing: tenant.hosts.length === 0 ? "The tenant has no host" : null,
    },
    {
      id: "tag",
      label: "Another tag",
      about: "Any tag. When other tenants' pages may carry it, a second person has to approve it",
      permission: object.permission,
      missing: null,
    },
    {
      id: "everything",
      label: `Everything in ${tenant.zone.name}`,
      about: "The whole zone, for every tenant: an exception, approved by a second person",
      permission: everything.permission,
      missing: null,
    },
  ];
}
