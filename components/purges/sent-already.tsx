"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { PurgePlan } from "@/lib/schemas/purge-plan";
import { purgeHref } from "./purge-href";

function ToReceipt({ purgeId }: { purgeId: string }) {
  return (
    <Link
      href={purgeHref(purgeId)}
      className="inline-flex min-h-7 items-center px-1 text-accent-text underline"
    >
      See its receipt
    </Link>
  );
}

/** This very form was sent: after Back, sending needs a decision. */
export function SentAlready({ purgeId, onAgain }: { purgeId: string; onAgain: () => void }) {
  return (
    <Notice
      tone="old"
      title="This purge was sent already"
      action={
        <>
          <Button size="sm" onClick={onAgain}>
            Send it again
          </Button>
          <ToReceipt purgeId={purgeId} />
        </>
      }
    >
      Change the form for another purge.
    </Notice>
  );
}

/** The same purge was asked for moments ago, by anybody: asks first. */
export function AskAgain({
  recent,
  onAgain,
}: {
  recent: NonNullable<PurgePlan["recent"]>;
  onAgain: () => void;
}) {
  return (
    <Notice
      tone="old"
      title={
        <>
          The same purge was requested <Time value={recent.requestedAt} /> by {recent.actorName}.
          Send it again?
        </>
      }
      action={
        <>
          <Button size="sm" onClick={onAgain}>
            Yes, I want to send it again
          </Button>
          <ToReceipt purgeId={recent.purgeId} />
        </>
      }
    />
  );
}
