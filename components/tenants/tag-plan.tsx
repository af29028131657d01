import { Box, Share2, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Copyable } from "@/components/ui/copy";
import { EmptyState } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { TenantDetail } from "@/lib/schemas/tenants";
import type { ScopeClass } from "@/lib/schemas/words";

/** How each scope of a tag is called and shown. */
export const scopes: Record<
  ScopeClass,
  { word: string; sentence: string; tone: Tone; icon?: ReactNode }
> = {
  tenant: {
    word: "Tenant",
    sentence: "Everything of one tenant",
    tone: "neutral",
    icon: <UserRound aria-hidden />,
  },
  object: {
    word: "Object",
    sentence: "One record; its id belongs to one tenant",
    tone: "neutral",
    icon: <Box aria-hidden />,
  },
  shared: {
    word: "Shared",
    sentence: "Other tenants' pages carry it too",
    tone: "old",
    icon: <Share2 aria-hidden />,
  },
  unknown: { word: "Unknown", sentence: "Treated as shared", tone: "unknown" },
};

/** The scope of a tag, and what it reaches. */
export function Scope({ scope }: { scope: ScopeClass }) {
  const { word, sentence, tone, icon } = scopes[scope];
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <Badge tone={tone} {...(icon === undefined ? {} : { icon })}>
        {word}
      </Badge>
      <span className="text-muted">{sentence}</span>
    </span>
  );
}

/** The documented tags of the tenant's zone: what each reaches, whose it is, and what purges it. */
export function TagPlan({ tenant }: { tenant: TenantDetail }) {
  return (
    <Section id="tag-plan" title="Tag plan" note={`of the zone ${tenant.zone.name}`} flush>
      {tenant.tagPlan.length === 0 ? (
        <EmptyState title="No tag plan for this zone">
          Without one every tag counts as shared, and support can purge by URL alone. Add it to the
          import file.
        </EmptyState>
      ) : (
        <Table label="Tag plan" stacked>
          <thead>
            <tr>
              <Th>Pattern</Th>
              <Th>Reaches</Th>
              <Th>Owner</Th>
              <Th>Purged by</Th>
              <Th>Routes that carry it</Th>
            </tr>
          </thead>
          <tbody>
            {tenant.tagPlan.map((entry) => (
              <Tr key={entry.pattern}>
                <Td label="Pattern">
                  <Copyable value={entry.pattern} label="pattern" />
                </Td>
                <Td label="Reaches">
                  <Scope scope={entry.scope} />
                </Td>
                <Td label="Owner">{entry.owner}</Td>
                <Td label="Purged by">{entry.trigger}</Td>
                <Td label="Routes">
                  <span className="font-mono text-[0.93em] wrap-anywhere">
                    {entry.routes.join("  ")}
                  </span>
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}
