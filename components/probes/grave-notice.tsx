import { Notice } from "@/components/ui/notice";
import type { Finding } from "@/lib/schemas/probes";
import { FindingList } from "./finding-list";
import { isGrave } from "./finding-words";

/**
 * What may show visitors what is not theirs: it stands beside any cause and any verdict. Nothing when there is none.
 * `slug` says whose page it is, where two are compared.
 */
export function GraveNotice({ findings, slug }: { findings: readonly Finding[]; slug?: string }) {
  const grave = findings.filter(isGrave);
  if (grave.length === 0) return null;
  return (
    <Notice
      tone="broken"
      title={`Tell an engineer now, stale or not: visitors${slug === undefined ? "" : ` of ${slug}'s page`} may be getting what is not theirs`}
    >
      <FindingList
        findings={grave}
        label={slug === undefined ? "Grave findings" : `Grave findings on ${slug}'s page`}
      />
    </Notice>
  );
}
