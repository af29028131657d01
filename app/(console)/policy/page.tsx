import type { Metadata } from "next";
import { PolicyScreen } from "@/components/policies/policy-screen";

export const metadata: Metadata = { title: "Purge policy" };

export default function PolicyPage() {
  return <PolicyScreen />;
}
