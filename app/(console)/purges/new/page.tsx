import type { Metadata } from "next";
import { NewPurge } from "@/components/purges/new-purge";

export const metadata: Metadata = { title: "New purge" };

export default function NewPurgePage() {
  return <NewPurge />;
}
