import type { Metadata } from "next";
import { ReconciliationScreen } from "@/components/reconciliations/reconciliation-screen";

export const metadata: Metadata = { title: "Reconciliation" };

export default function ReconciliationsPage() {
  return <ReconciliationScreen />;
}
