import type { Metadata } from "next";
import { DiagnosesScreen } from "@/components/diagnoses/diagnoses-screen";

export const metadata: Metadata = { title: "Why is it stale?" };

export default function DiagnosesPage() {
  return <DiagnosesScreen />;
}
