import { Notice } from "@/components/ui/notice";
import type { Finding } from "@/lib/schemas/probes";
import { FindingList } from "./finding-list";
import { isGrave } from "./finding-words";

/** What may show visitors what is not theirs: it stands beside any cause and any verdict. Nothing when there is none. */
export function GraveNotice({ findings }: { findings: readonly Finding[] }) {
  const grave = findings.filter(isGrave);
  if (grave.length === 0) return null;
  return (
    <Notice
      tone="broken"
      title="Tell an engineer now, stale or not: visitors may be getting what is not theirs"
    >
      <FindingList findings={grave} label="Grave findings" />
    </Notice>
  );
}
