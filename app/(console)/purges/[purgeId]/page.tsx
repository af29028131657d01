import type { Metadata } from "next";
import { PurgeScreen } from "@/components/purges/purge-screen";

export const metadata: Metadata = { title: "Receipt" };

export default async function PurgePage({ params }: { params: Promise<{ purgeId: string }> }) {
  const { purgeId } = await params;
  return <PurgeScreen purgeId={purgeId} />;
}
