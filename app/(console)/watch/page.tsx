import type { Metadata } from "next";
import { NewWatch } from "@/components/watches/new-watch";

export const metadata: Metadata = { title: "Watch the cache" };

export default function NewWatchPage() {
  return <NewWatch />;
}
