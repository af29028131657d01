"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { ReasonDialog } from "@/components/failures/reason-dialog";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { useAnnounce } from "@/components/ui/live";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { ApiError } from "@/lib/queries/api-client";
import { useChangePolicy } from "@/lib/queries/policy";
import type { InvalidField } from "@/lib/schemas/errors";
import type { PolicyVersion } from "@/lib/schemas/policies";
import { type ChangedPart, changedParts } from "@/lib/schemas/policy-changes";
import type { PurgePolicy } from "@/lib/schemas/purge-policy";
import { ChangeList } from "./change-list";
import { MoreRules } from "./more-rules";
import { partInWords, type PolicyErrors } from "./policy-words";
import { ProofRows } from "./proof-rows";
import { TierRows } from "./tier-rows";

type Check = (policy: PurgePolicy) => InvalidField[];

/**
 * What is wrong with the policy, all of it: by the server's own schema, which is loaded when it is first asked for,
 * and by what the server said. Once it was asked for it follows what is typed.
 */
function useFaults(policy: PurgePolicy, refused: Error | null) {
  const [check, setCheck] = useState<{ faultsOf: Check } | null>(null);
  const [loadError, setLoadError] = useState<Error | null>(null);
  const here = check?.faultsOf(policy) ?? [];
  const there = refused instanceof ApiError ? refused.fields : [];
  const look = async (): Promise<boolean> => {
    setLoadError(null);
    try {
      const { policyFaults } = await import("@/lib/schemas/edited-policy");
      setCheck({ faultsOf: policyFaults });
      return policyFaults(policy).length === 0;
    } catch (error) {
      setLoadError(error as Error);
      return false;
    }
  };
  return { faults: here.length > 0 ? here : there, loadError, look };
}

/** Everything that is wrong, by tier and field: what is edited is longer than a screen. */
function FaultList({ faults }: { faults: readonly InvalidField[] }) {
  const count = faults.length === 1 ? "One thing is" : `${faults.length} things are`;
  return (
    <Notice tone="broken" urgent title={`The policy was not changed: ${count} to be mended`}>
      <ul className="list-disc pl-4">
        {faults.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            {partInWords(path.replace(/^policy\./, ""))}: {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** How a policy is edited, looked at and saved; what is refused gets the focus, the first of it. */
function usePolicyEdit(
  current: PolicyVersion,
  form: RefObject<HTMLElement | null>,
  onDone: () => void,
) {
  const [policy, setPolicy] = useState(current.policy);
  const [asks, setAsks] = useState(false);
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    // Once what is wrong is drawn, and the dialog has given the focus back.
    if (refusals > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [form, refusals]);
  const change = useChangePolicy();
  const announce = useAnnounce();
  const { faults, loadError, look } = useFaults(policy, change.error);
  const review = async () => {
    change.reset();
    if (await look()) setAsks(true);
    else setRefusals((count) => count + 1);
  };
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
          if (!(error instanceof ApiError) || error.code !== "invalid_input") return;
          setAsks(false);
          setRefusals((count) => count + 1);
        },
      },
    );
  return { policy, setPolicy, asks, setAsks, change, faults, loadError, review, save };
}

/** The policy while an admin edits it. Nothing counts before the changes were looked at and given a reason. */
export function PolicyEditor({ current, onDone }: { current: PolicyVersion; onDone: () => void }) {
  const form = useRef<HTMLDivElement>(null);
  const edit = usePolicyEdit(current, form, onDone);
  const { policy, faults, change, asks, setAsks } = edit;
  const changes = changedParts(current.policy, policy);
  const errors: PolicyErrors = Object.fromEntries(faults.map((one) => [one.path, one.message]));
  const rows = { policy, errors, onChange: edit.setPolicy };
  const problem = change.error ?? edit.loadError;
  return (
    <div ref={form} className="flex flex-col gap-4">
      <Section title="Purges by risk" flush>
        <TierRows edits {...rows} />
      </Section>
      <Section title="Proof" flush>
        <ProofRows edits {...rows} />
      </Section>
      <Section title="For all of them">
        <MoreRules {...rows} />
      </Section>
      {faults.length > 0 && <FaultList faults={faults} />}
      {!asks && problem !== null && faults.length === 0 && (
        <ProblemNotice title="The policy was not changed" error={problem} />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          whyDisabled={changes.length === 0 ? "Nothing is changed yet" : undefined}
          onClick={() => void edit.review()}
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
          onSubmit={edit.save}
          onClose={() => setAsks(false)}
        />
      )}
    </div>
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
