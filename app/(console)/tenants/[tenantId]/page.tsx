import type { Metadata } from "next";
import { TenantScreen } from "@/components/tenants/tenant-screen";

interface Props {
  params: Promise<{ tenantId: string }>;
}

/** The id as the deployment gives it: Next hands the segment over as it stands in the address. */
async function idOf({ params }: Props): Promise<string> {
  const { tenantId } = await params;
  try {
    return decodeURIComponent(tenantId);
  } catch {
    return tenantId;
  }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: `Tenant ${await idOf(props)}` };
}

export default async function TenantPage(props: Props) {
  return <TenantScreen tenantId={await idOf(props)} />;
}
