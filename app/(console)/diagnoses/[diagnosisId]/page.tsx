import type { Metadata } from "next";
import { DiagnosisScreen } from "@/components/diagnoses/diagnosis-screen";

export const metadata: Metadata = { title: "Why is it stale?" };

export default async function DiagnosisPage({
  params,
}: {
  params: Promise<{ diagnosisId: string }>;
}) {
  const { diagnosisId } = await params;
  return <DiagnosisScreen diagnosisId={diagnosisId} />;
}
