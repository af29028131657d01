import type { Metadata } from "next";
import { ComparisonScreen } from "@/components/comparisons/comparison-screen";

export const metadata: Metadata = { title: "Comparison" };

export default async function ComparisonPage({
  params,
}: {
  params: Promise<{ comparisonId: string }>;
}) {
  const { comparisonId } = await params;
  return <ComparisonScreen comparisonId={comparisonId} />;
}
