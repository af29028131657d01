import type { Metadata } from "next";
import { ComparisonsScreen } from "@/components/comparisons/comparisons-screen";

export const metadata: Metadata = { title: "Compare" };

export default function ComparePage() {
  return <ComparisonsScreen />;
}
