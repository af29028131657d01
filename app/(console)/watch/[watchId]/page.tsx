import type { Metadata } from "next";
import { WatchScreen } from "@/components/watches/watch-screen";

export const metadata: Metadata = { title: "Watch" };

export default async function WatchPage({ params }: { params: Promise<{ watchId: string }> }) {
  const { watchId } = await params;
  return <WatchScreen watchId={watchId} />;
}
