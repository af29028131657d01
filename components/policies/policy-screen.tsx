"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { SettingHistory } from "@/components/settings/setting-history";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { policyQuery } from "@/lib/queries/policy";
import { can, rolesWith } from "@/lib/schemas/permissions";
import type { PolicyHistory, PolicyVersion } from "@/lib/schemas/policies";
import { changedParts } from "@/lib/schemas/policy-changes";
import type { PurgePolicy } from "@/lib/schemas/purge-policy";
import { rolesInWords } from "@/components/purges/purge-words";
import { ChangeList } from "./change-list";
import { MoreRulesText } from "./more-rules";
import { PolicyEditor } from "./policy-editor";
import { ProofRows } from "./proof-rows";
import { TierRows } from "./tier-rows";

/** The versions before, each with what it changed. */
function History({ history: { current, before } }: { history: PolicyHistory }) {
  const versions = [current, ...before];
  const changed = versions.slice(0, -1);
  if (changed.length === 0)
    return <p className="text-muted">It is as it was at the start: nobody has changed it.</p>;
  return (
    <ol className="divide-y divide-hairline">
      {changed.map((version, at) => (
        <Version key={version.version} version={version} before={versions[at + 1]} />
      ))}
    </ol>
  );
}

function Version({
  version,
  before,
}: {
  version: PolicyVersion;
  before: PolicyVersion | undefined;
}) {
  return (
    <li className="py-2">
      <p className="wrap-anywhere">
        <span className="font-medium">Version {version.version}</span>, {version.madeBy.name},{" "}
        <Time value={version.madeAt} />
        {version.reason !== null && <span className="text-muted">: “{version.reason}”</span>}
      </p>
      {before !== undefined && <ChangeList changes={changedParts(before.policy, version.policy)} />}
    </li>
  );
}

const setNothing = () => undefined;
const noErrors = {};

function CurrentPolicy({ policy }: { policy: PurgePolicy }) {
  return (
    <>
      <Section title="Purges by risk" flush>
        <TierRows policy={policy} edits={false} errors={noErrors} onChange={setNothing} />
      </Section>
      <Section title="Proof" flush>
        <ProofRows policy={policy} edits={false} errors={noErrors} onChange={setNothing} />
      </Section>
      <Section title="For all of them">
        <MoreRulesText policy={policy} />
      </Section>
    </>
  );
}

/** Who may purge what, how it is confirmed and who has to agree: read by everybody, changed by admins. */
export function PolicyScreen() {
  const { role } = useViewer();
  const [edits, setEdits] = useState(false);
  const query = useQuery(policyQuery());
  const edit = (
    <Button
      whyDisabled={
        can(role, "policy.change")
          ? undefined
          : `It takes the role ${rolesInWords(rolesWith("policy.change"))}`
      }
      onClick={() => setEdits(true)}
    >
      Change the policy
    </Button>
  );
  const { data } = query;
  return (
    <>
      <PageHeader
        title="Purge policy"
        description="Who may purge what, how it is confirmed, and who else has to agree. A change counts from the next purge on, and what waits for a second person becomes void by it. Services are held to their token's rights instead."
        actions={edits || data === undefined ? undefined : edit}
      />
      {query.isPending && <SkeletonRows rows={8} />}
      {query.isError && data === undefined && (
        <ProblemNotice
          title="The policy could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {data !== undefined && (
        <div className="flex flex-col gap-4">
          {edits ? (
            <PolicyEditor
              key={data.current.version}
              current={data.current}
              onDone={() => setEdits(false)}
            />
          ) : (
            <CurrentPolicy policy={data.current.policy} />
          )}
          <Section title="Versions">
            <History history={data} />
          </Section>
          <Section title="History of the policy">
            <SettingHistory kind="policy" />
          </Section>
        </div>
      )}
    </>
  );
}
