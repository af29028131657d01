import type { Metadata } from "next";
import { PurgeFeed } from "@/components/purges/purge-feed";

export const metadata: Metadata = { title: "Purges" };

export default function PurgesPage() {
  return <PurgeFeed />;
}
