import type { Metadata } from "next";
import { RetentionScreen } from "@/components/retention/retention-screen";

export const metadata: Metadata = { title: "Retention" };

export default function RetentionPage() {
  return <RetentionScreen />;
}
