import { Badge } from "@/components/ui/badge";
import type { DeskSampleBrief } from "@/lib/schemas/desk";

/** How far a sample is signed off, and whether something is to be followed up. */
export function SignedBadge({ sample: { drawn, signed, followUps } }: { sample: DeskSampleBrief }) {
  const text = `${signed} of ${drawn} signed off`;
  if (followUps > 0) return <Badge tone="old">{`${text}, ${followUps} to follow up`}</Badge>;
  if (signed < drawn) return <Badge tone="unknown">{text}</Badge>;
  return <Badge tone={drawn === 0 ? "neutral" : "fresh"}>{text}</Badge>;
}
