import { Ban, CircleCheck, KeyRound } from "lucide-react";
import { SourceBadge } from "@/components/purges/purge-badges";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ServiceToken } from "@/lib/schemas/tokens";
import { reachInWords, rightsInWords, stateOf, type TokenState } from "./token-words";

function StateBadge({ state }: { state: TokenState }) {
  if (state === "revoked")
    return (
      <Badge tone="outside" icon={<Ban aria-hidden />}>
        Revoked
      </Badge>
    );
  if (state === "expired") return <Badge tone="broken">Expired</Badge>;
  if (state === "near") return <Badge tone="old">Ends soon</Badge>;
  return (
    <Badge tone="neutral" icon={<CircleCheck aria-hidden />}>
      Active
    </Badge>
  );
}

function TokenName({ token }: { token: ServiceToken }) {
  return (
    <span className="flex min-w-0 flex-col">
      <span className="flex min-w-0 items-center gap-1.5 font-medium">
        <KeyRound aria-hidden className="size-3.5 shrink-0 text-muted" />
        <span className="min-w-0 truncate" title={token.name}>
          {token.name}
        </span>
      </span>
      <span className="truncate text-xs text-muted" title={token.service}>
        {token.service}
      </span>
    </span>
  );
}

function TokenRow({
  token,
  now,
  onRevoke,
}: {
  token: ServiceToken;
  now: number;
  onRevoke: (token: ServiceToken) => void;
}) {
  const state = stateOf(token, now);
  const reach = reachInWords(token);
  return (
    <Tr>
      <Td label="Token">
        <TokenName token={token} />
      </Td>
      <Td label="Rights">
        <span className="block min-w-0">
          {rightsInWords(token)}
          <span className="block truncate text-xs text-muted" title={reach}>
            {reach}
          </span>
        </span>
      </Td>
      <Td label="Source">
        <SourceBadge source={token.source} />
      </Td>
      <Td label="Last used">
        {token.lastUsedAt === null ? (
          <span className="text-muted">Never</span>
        ) : (
          <Time value={token.lastUsedAt} />
        )}
      </Td>
      <Td label="Ends">
        <Time value={token.expiresAt} />
      </Td>
      <Td label="State">
        <span title={token.revoked === null ? undefined : `By ${token.revoked.by}`}>
          <StateBadge state={state} />
        </span>
      </Td>
      <Td className={state === "revoked" ? "max-sm:hidden" : undefined}>
        {state !== "revoked" && (
          <Button size="sm" onClick={() => onRevoke(token)} aria-label={`Revoke ${token.name}`}>
            Revoke
          </Button>
        )}
      </Td>
    </Tr>
  );
}

/** Every token there was, the newest first. */
export function TokenTable({
  tokens,
  readAt,
  onRevoke,
}: {
  tokens: ServiceToken[];
  /** When they were read, in milliseconds since 1970: by it they have ended or not. */
  readAt: number;
  onRevoke: (token: ServiceToken) => void;
}) {
  return (
    <Table label="Service tokens" stacked className="sm:min-w-[56rem] sm:table-fixed">
      <thead>
        <tr>
          <Th className="w-[24%]">Token and service</Th>
          <Th>Rights</Th>
          <Th className="w-24">Source</Th>
          <Th className="w-24">Last used</Th>
          <Th className="w-24">Ends</Th>
          <Th className="w-28">State</Th>
          <Th className="w-24">
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} now={readAt} onRevoke={onRevoke} />
        ))}
      </tbody>
    </Table>
  );
}
