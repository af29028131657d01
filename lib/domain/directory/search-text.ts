/** What the search for tenants looks through: id, slug, name and hosts, in lower case. */
export function searchText(tenant: {
  id: string;
  slug: string;
  name: string;
  hosts: string[];
}): string {
  return [tenant.id, tenant.slug, tenant.name, ...tenant.hosts].join(" ").toLowerCase();
}
