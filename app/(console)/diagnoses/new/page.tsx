import type { Metadata } from "next";
import { NewDiagnosis } from "@/components/diagnoses/new-diagnosis";

export const metadata: Metadata = { title: "Why is it stale?" };

export default function NewDiagnosisPage() {
  return <NewDiagnosis />;
}
