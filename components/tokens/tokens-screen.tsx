"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { SettingHistory } from "@/components/settings/setting-history";
import { NotAllowedNotice, ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { tokensQuery } from "@/lib/queries/tokens";
import { can, rolesWith } from "@/lib/schemas/permissions";
import type { MadeToken, ServiceToken } from "@/lib/schemas/tokens";
import { AgentsSection } from "./agents-section";
import { MakeTokenDialog } from "./make-token-dialog";
import { RevokeTokenDialog } from "./revoke-token-dialog";
import { TokenSecretDialog } from "./token-secret-dialog";
import { TokenTable } from "./token-table";

/** What is open over the list. The secret lives here alone, and is gone when the dialog closes. */
type Open =
  { kind: "form" } | { kind: "made"; made: MadeToken } | { kind: "revoke"; token: ServiceToken };

/** The tokens by which services are let in, for those who may make and revoke them. */
export function TokensScreen() {
  const { role } = useViewer();
  const [open, setOpen] = useState<Open | null>(null);
  const isAllowed = can(role, "token.manage");
  const close = () => setOpen(null);
  const make = (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setOpen({ kind: "form" })}>
      New token
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Service tokens"
        description="Services purge through the console, and report to it, with a token in place of Cloudflare's. What a token is for is all that its service may do; revoked, it is refused from the next request on."
        actions={isAllowed ? make : undefined}
      />
      {isAllowed ? (
        <div className="flex flex-col gap-6">
          <Tokens onRevoke={(token) => setOpen({ kind: "revoke", token })} />
          <AgentsSection />
          <Section title="History of service tokens">
            <SettingHistory kind="token" />
          </Section>
        </div>
      ) : (
        <NotAllowedNotice what="service tokens" who={rolesWith("token.manage")} />
      )}
      {open?.kind === "form" && (
        <MakeTokenDialog onClose={close} onMade={(made) => setOpen({ kind: "made", made })} />
      )}
      {open?.kind === "made" && <TokenSecretDialog made={open.made} onClose={close} />}
      {open?.kind === "revoke" && <RevokeTokenDialog token={open.token} onClose={close} />}
    </>
  );
}

function Tokens({ onRevoke }: { onRevoke: (token: ServiceToken) => void }) {
  const query = useQuery(tokensQuery());
  if (query.isPending) return <SkeletonRows rows={6} />;
  if (query.data === undefined)
    return (
      <ProblemNotice
        title="The tokens could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const { items } = query.data;
  return (
    <>
      <StaleNotice query={query} />
      <div className="rounded-md border border-hairline bg-panel">
        {items.length === 0 ? (
          <EmptyState title="No service has a token yet">
            Make one for the service that purges most. In it, Cloudflare&apos;s base URL and token
            are replaced by the console&apos;s; nothing else changes, and each of its purges is on
            record from then on.
          </EmptyState>
        ) : (
          <TokenTable tokens={items} readAt={query.dataUpdatedAt} onRevoke={onRevoke} />
        )}
      </div>
    </>
  );
}
