import type { Metadata } from "next";
import { DeskScreen } from "@/components/desk/desk-screen";

export const metadata: Metadata = { title: "Auditor’s desk" };

export default function DeskPage() {
  return <DeskScreen />;
}
