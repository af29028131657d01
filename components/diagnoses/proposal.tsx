import { Eraser, ReceiptText } from "lucide-react";
import { purgeHref } from "@/components/purges/purge-href";
import { rolesInWords } from "@/components/purges/purge-words";
import { targetsOf } from "@/components/purges/scope-words";
import { useViewer } from "@/components/shell/viewer";
import { Button, ButtonLink } from "@/components/ui/button";
import type { Diagnosis } from "@/lib/schemas/diagnoses";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { riskTiers, type RiskTier } from "@/lib/schemas/purge-policy";
import { Section } from "@/components/ui/section";
import { proposedPurgeHref } from "./diagnosis-href";

function tierOf(id: string): RiskTier | undefined {
  return Object.entries(riskTiers).find(([tier]) => tier === id)?.[1];
}

/** Why the viewer may not send the proposed purge; undefined: they may. */
function useWhyNot(proposal: NonNullable<Diagnosis["proposal"]>): string | undefined {
  const { role } = useViewer();
  const tier = tierOf(proposal.tier);
  if (proposal.refusal !== null) return proposal.refusal;
  if (tier === undefined) return "Its risk is not known to this version";
  if (can(role, tier.permission)) return undefined;
  return `It takes the role ${rolesInWords(rolesWith(tier.permission))}`;
}

function ProposedPurge({
  diagnosis: { tenant, path, purge },
  proposal,
}: {
  diagnosis: Diagnosis;
  proposal: NonNullable<Diagnosis["proposal"]>;
}) {
  const whyNot = useWhyNot(proposal);
  return (
    <Section title="The narrowest purge that would mend it">
      <ul>
        {targetsOf(proposal.selector).values.map((value) => (
          <li key={value} className="font-mono text-[0.93em] wrap-anywhere">
            {value}
          </li>
        ))}
      </ul>
      <p className="mt-1 max-w-prose text-muted">{proposal.why}</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        {whyNot === undefined ? (
          <ButtonLink
            variant="primary"
            icon={<Eraser aria-hidden />}
            href={proposedPurgeHref(tenant.id, proposal.selector, path)}
          >
            Fill in this purge
          </ButtonLink>
        ) : (
          <Button whyDisabled={whyNot} icon={<Eraser aria-hidden />}>
            Fill in this purge
          </Button>
        )}
        {purge !== null && <ReceiptLink id={purge.id} />}
        <span className="text-sm text-muted">{whyNot ?? "Opens the form, sends nothing."}</span>
      </div>
    </Section>
  );
}

function ReceiptLink({ id }: { id: string }) {
  return (
    <ButtonLink icon={<ReceiptText aria-hidden />} href={purgeHref(id)}>
      Receipt of the purge
    </ButtonLink>
  );
}

/** What would mend the page, one step away; without such a purge the receipt alone, if there is one. */
export function Proposal({ diagnosis }: { diagnosis: Diagnosis }) {
  const { proposal, purge } = diagnosis;
  if (proposal !== null) return <ProposedPurge diagnosis={diagnosis} proposal={proposal} />;
  if (purge === null) return null;
  return (
    <div>
      <ReceiptLink id={purge.id} />
    </div>
  );
}
