import { useQuery } from "@tanstack/react-query";
import { cx } from "@/components/ui/class-names";
import { brokenGlassQuery, waitingQuery } from "@/lib/queries/approvals";
import { failureCountQuery } from "@/lib/queries/failures";

/** How many purges wait for this person's yes or no, or for this admin's review. */
export function useApprovalCount(): number {
  const { data: waiting } = useQuery(waitingQuery());
  const { data: glass } = useQuery(brokenGlassQuery());
  const mine = waiting?.items.filter(({ whyNot }) => whyNot === null).length ?? 0;
  const toReview =
    glass?.items.filter(({ review, whyNot }) => review === null && whyNot === null).length ?? 0;
  return mine + toReview;
}

/** How many failures need a person. */
export function FailureCount() {
  const { data = 0 } = useQuery(failureCountQuery());
  return <Count count={data} what="need a person" />;
}

/** How many approvals wait for this person. */
export function ApprovalCount({ listed }: { listed: boolean }) {
  return <Count count={useApprovalCount()} what="wait for you" listed={listed} />;
}

/** A number at a place, or at the end of its row when it is listed; nothing while there are none. */
export function Count({
  count,
  what,
  listed = false,
}: {
  count: number;
  what: string;
  listed?: boolean;
}) {
  if (count === 0) return null;
  return (
    <span
      className={cx(
        "min-w-5 rounded-full border border-broken-line bg-broken-soft px-1.5 text-center text-xs font-medium text-broken tabular",
        listed ? "ml-auto" : "absolute top-1.5 left-1/2 ml-2 wide:static wide:ml-auto",
      )}
    >
      {count > 999 ? "999+" : count}
      <span className="sr-only"> {what}</span>
    </span>
  );
}
