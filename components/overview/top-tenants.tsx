import { TenantLink } from "@/components/tenants/tenant-link";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Overview } from "@/lib/schemas/overview";

/** The tenants with the most purges in the period: where a noisy writer or a broken job shows. */
export function TopTenants({ overview, days }: { overview: Overview; days: number }) {
  return (
    <Section title="Tenants most purged" note={`last ${days} days`} flush>
      {overview.topTenants.length === 0 ? (
        <p className="px-3 py-3 text-muted">No tenant was purged in this period.</p>
      ) : (
        <Table label="Tenants most purged">
          <thead>
            <tr>
              <Th>Tenant</Th>
              <Th numeric>Purges</Th>
              <Th numeric>Failed</Th>
            </tr>
          </thead>
          <tbody>
            {overview.topTenants.map(({ tenant, purges, failed }) => (
              <Tr key={tenant.id}>
                <Td className="w-full max-w-0">
                  <TenantLink tenant={tenant} />
                </Td>
                <Td numeric>{purges.toLocaleString("en")}</Td>
                <Td numeric className={failed > 0 ? "text-broken" : "text-muted"}>
                  {failed.toLocaleString("en")}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}
