"use client";

import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { PlanParts } from "@/components/purges/plan-view";
import { purgeTitle } from "@/components/purges/purge-title";
import { rolesInWords } from "@/components/purges/purge-words";
import { SignInFirst } from "@/components/shell/sign-in-again";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextArea } from "@/components/ui/field";
import { useAnnounce } from "@/components/ui/live";
import { Notice } from "@/components/ui/notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { approvalQuery, useDecide } from "@/lib/queries/approvals";
import type { ApprovalDetail } from "@/lib/schemas/approvals";
import { approvalWords } from "./approval-words";

const MIN_REASON = 3;

function Asked({
  approval: { purge, requestedBy, expiresAt, whoCan, state },
}: {
  approval: ApprovalDetail;
}) {
  return (
    <p className="wrap-anywhere">
      {requestedBy}
      {purge.ticket !== null && `, ${purge.ticket}`}: “{purge.reason}”{" "}
      <span className="text-muted">
        {state === "pending" ? (
          <>
            To be decided by {rolesInWords(whoCan)}, but not by whoever asked. Given up{" "}
            <Time value={expiresAt} />.
          </>
        ) : (
          approvalWords[state].why
        )}
      </span>
    </p>
  );
}

function Changed({ approval: { changed, noPlan } }: { approval: ApprovalDetail }) {
  if (noPlan === null && changed.length === 0) return null;
  return (
    <Notice tone="old" title="It is not what was asked for any more">
      {noPlan ?? `Changed since: ${changed.join("; ")}.`} Approving it makes it void, and nothing is
      sent. It has to be asked for anew.
    </Notice>
  );
}

/** The reason that is being written, and how it goes out with the preview that was seen. */
function useDecision(purgeId: string, approval: ApprovalDetail | undefined, onDone: () => void) {
  const decide = useDecide(purgeId);
  const announce = useAnnounce();
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState("");
  const [tooShort, setTooShort] = useState(false);
  const submit = (decision: "approve" | "deny") => {
    if (decide.isPending || approval === undefined) return;
    const given = reason.trim();
    setTooShort(given.length < MIN_REASON);
    if (given.length < MIN_REASON) {
      field.current?.focus();
      return;
    }
    const plan = approval.plan?.digest;
    const request = { decision, reason: given, ...(plan === undefined ? {} : { plan }) };
    decide.mutate(request, {
      onSuccess: () => {
        announce(decision === "approve" ? "Approved." : "Denied.");
        onDone();
      },
    });
  };
  return { decide, field, reason, setReason, tooShort, submit };
}
type Decision = ReturnType<typeof useDecision>;

function ReasonField({ field, reason, setReason, tooShort }: Decision) {
  return (
    <Field
      label="Why, for the record"
      hint="Kept with your name, whichever way you decide. A no is final."
      error={tooShort ? "Give a reason of at least 3 characters" : null}
    >
      <TextArea
        ref={field}
        rows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Field>
  );
}

function Body({ approval, decision }: { approval: ApprovalDetail; decision: Decision }) {
  const waits = approval.state === "pending";
  const { error } = decision.decide;
  return (
    <div className="flex flex-col gap-4">
      <Asked approval={approval} />
      {waits && <Changed approval={approval} />}
      {approval.plan !== null && <PlanParts plan={approval.plan} />}
      {waits && approval.whyNot !== null && (
        <Notice title="You may not decide on this one">{approval.whyNot}</Notice>
      )}
      {waits && approval.whyNot === null && approval.plan?.signIn?.needed === true && (
        <SignInFirst signIn={approval.plan.signIn} newTab />
      )}
      {waits && approval.whyNot === null && <ReasonField {...decision} />}
      {error && <ProblemNotice title="It was not decided" error={error} />}
    </div>
  );
}

function Actions({ decision: { decide, submit } }: { decision: Decision }) {
  return (
    <>
      <Button pending={decide.isPending} onClick={() => submit("deny")}>
        Deny it
      </Button>
      <Button variant="danger" pending={decide.isPending} onClick={() => submit("approve")}>
        Approve and send
      </Button>
    </>
  );
}

/** The preview that the asker confirmed, and the decision: a yes or a no, with a reason. */
export function DecisionDialog({ purgeId, onClose }: { purgeId: string; onClose: () => void }) {
  const query = useQuery(approvalQuery(purgeId));
  const approval = query.data;
  const decision = useDecision(purgeId, approval, onClose);
  const mayDecide = approval?.state === "pending" && approval.whyNot === null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={approval === undefined ? "Approval" : purgeTitle(approval.purge)}
      className="max-w-[min(42rem,calc(100vw-1.5rem))]"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {mayDecide ? "Not now" : "Close"}
          </Button>
          {mayDecide && <Actions decision={decision} />}
        </>
      }
    >
      {query.isPending && <SkeletonRows rows={6} />}
      {query.isError && approval === undefined && (
        <ProblemNotice
          title="The approval could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {approval !== undefined && <Body approval={approval} decision={decision} />}
    </Dialog>
  );
}
