"use client";

import { useState } from "react";
import { ReasonDialog } from "@/components/failures/reason-dialog";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { useAnnounce } from "@/components/ui/live";
import { Section } from "@/components/ui/section";
import { ApiError } from "@/lib/queries/api-client";
import { useChangePolicy } from "@/lib/queries/policy";
import type { PolicyVersion } from "@/lib/schemas/policies";
import { type ChangedPart, changedParts } from "@/lib/schemas/policy-changes";
import { ChangeList } from "./change-list";
import { MoreRules } from "./more-rules";
import { ProofRows } from "./proof-rows";
import { TierRows } from "./tier-rows";

function errorsOf(error: Error | null): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.fields.map(({ path, message }) => [path, message]));
}

/** The policy while an admin edits it. Nothing counts before the changes were looked at and given a reason. */
export function PolicyEditor({ current, onDone }: { current: PolicyVersion; onDone: () => void }) {
  const [policy, setPolicy] = useState(current.policy);
  const [asks, setAsks] = useState(false);
  const change = useChangePolicy();
  const announce = useAnnounce();
  const changes = changedParts(current.policy, policy);
  const errors = errorsOf(change.error);
  const save = (reason: string) =>
    change.mutate(
      { baseVersion: current.version, policy, reason },
      {
        onSuccess: () => {
          announce("The policy is changed.");
          onDone();
        },
        // What is wrong is shown beside its field.
        onError: (error) => {
          if (error instanceof ApiError && error.code === "invalid_input") setAsks(false);
        },
      },
    );
  return (
    <>
      <Section title="Purges by risk" flush>
        <TierRows policy={policy} edits onChange={setPolicy} />
      </Section>
      <Section title="Proof" flush>
        <ProofRows policy={policy} edits onChange={setPolicy} />
      </Section>
      <Section title="For all of them">
        <MoreRules policy={policy} errors={errors} onChange={setPolicy} />
      </Section>
      {!asks && change.error && (
        <ProblemNotice title="The policy was not changed" error={change.error} />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          whyDisabled={changes.length === 0 ? "Nothing is changed yet" : undefined}
          onClick={() => setAsks(true)}
        >
          Look at the changes
        </Button>
        <Button variant="ghost" onClick={onDone}>
          Leave it as it is
        </Button>
      </div>
      {asks && (
        <ChangesDialog
          {...{ changes, change }}
          version={current.version}
          onSubmit={save}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  );
}

function ChangesDialog({
  changes,
  change,
  version,
  onSubmit,
  onClose,
}: {
  changes: readonly ChangedPart[];
  change: ReturnType<typeof useChangePolicy>;
  version: number;
  onSubmit: (reason: string) => void;
  onClose: () => void;
}) {
  return (
    <ReasonDialog
      title="Change the purge policy"
      question="Why is it changed?"
      act="Change the policy"
      pending={change.isPending}
      problem={{ title: "The policy was not changed", error: change.error }}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <ChangeList changes={changes} />
      <p className="text-muted">
        It counts from the next purge on. What waits for a second person becomes void: it was asked
        for under version {version}.
      </p>
    </ReasonDialog>
  );
}
