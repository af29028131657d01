import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { whyRed } from "@/components/canaries/canary-words";
import { Notice } from "@/components/ui/notice";
import { canariesQuery } from "@/lib/queries/canaries";

/** Canaries that failed, or whose proof is old; nothing while there are none. */
export function RedCanaries() {
  const { data } = useQuery(canariesQuery());
  const red = data?.items.filter((canary) => canary.red) ?? [];
  return red.map((canary) => (
    <Notice
      key={canary.zone.id}
      tone="broken"
      title={`The canary of ${canary.zone.name} is red`}
      action={
        <Link
          href={`/canary#${canary.zone.id}`}
          className="inline-flex min-h-6 items-center text-accent-text hover:underline"
        >
          What was seen
        </Link>
      }
    >
      {whyRed(canary)}
    </Notice>
  ));
}
