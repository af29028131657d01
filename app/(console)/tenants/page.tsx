import type { Metadata } from "next";
import { TenantSearch } from "@/components/tenants/tenant-search";

export const metadata: Metadata = { title: "Tenants" };

export default function TenantsPage() {
  return <TenantSearch />;
}
