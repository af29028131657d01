import type { Metadata } from "next";
import { TagPlanScreen } from "@/components/zones/tag-plan-screen";

export const metadata: Metadata = { title: "Tag plan" };

export default async function TagPlanPage({ params }: { params: Promise<{ zoneId: string }> }) {
  const { zoneId } = await params;
  return <TagPlanScreen zoneId={zoneId} />;
}
