import type { Metadata } from "next";
import { SampleScreen } from "@/components/desk/sample-screen";

export const metadata: Metadata = { title: "Sample" };

export default async function SamplePage({ params }: { params: Promise<{ sampleId: string }> }) {
  const { sampleId } = await params;
  return <SampleScreen sampleId={sampleId} />;
}
