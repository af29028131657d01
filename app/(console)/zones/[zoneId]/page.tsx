import type { Metadata } from "next";
import { ZoneScreen } from "@/components/zones/zone-screen";

export const metadata: Metadata = { title: "Zone" };

export default async function ZonePage({ params }: { params: Promise<{ zoneId: string }> }) {
  const { zoneId } = await params;
  return <ZoneScreen zoneId={zoneId} />;
}
