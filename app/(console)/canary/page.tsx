import type { Metadata } from "next";
import { CanaryScreen } from "@/components/canaries/canary-screen";

export const metadata: Metadata = { title: "Canary" };

export default function CanaryPage() {
  return <CanaryScreen />;
}
