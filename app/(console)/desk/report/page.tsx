import type { Metadata } from "next";
import { ReportScreen } from "@/components/desk/report-screen";

export const metadata: Metadata = { title: "Audit report" };

export default function ReportPage() {
  return <ReportScreen />;
}
