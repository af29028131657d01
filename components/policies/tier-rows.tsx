import { Select, TextInput } from "@/components/ui/field";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { rolesWith } from "@/lib/schemas/permissions";
import {
  confirmationKinds,
  type PurgePolicy,
  type RiskTierId,
  riskTierIds,
  riskTiers,
  type TierRule,
} from "@/lib/schemas/purge-policy";
import type { Role } from "@/lib/schemas/words";
import { confirmationWords } from "./policy-words";

interface RowProps {
  id: RiskTierId;
  rule: TierRule;
  /** Whether it can be edited. */
  edits: boolean;
  onChange: (rule: TierRule) => void;
}

function Roles({ id, rule, edits, onChange }: RowProps) {
  if (!edits) return <>{rule.roles.join(", ")}</>;
  const toggle = (role: Role, on: boolean) => {
    const roles = rolesWith(riskTiers[id].permission).filter((one) =>
      one === role ? on : rule.roles.includes(one),
    );
    onChange({ ...rule, roles });
  };
  return (
    <span className="flex flex-wrap gap-x-3">
      {rolesWith(riskTiers[id].permission).map((role) => (
        <label key={role} className="flex min-h-6 items-center gap-1.5">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            aria-label={`${role}: ${riskTiers[id].label}`}
            checked={rule.roles.includes(role)}
            onChange={(event) => toggle(role, event.target.checked)}
          />
          {role}
        </label>
      ))}
    </span>
  );
}

function Confirmation({ id, rule, edits, onChange }: RowProps) {
  if (!edits) return <>{confirmationWords[rule.confirmation]}</>;
  const least = confirmationKinds.indexOf(riskTiers[id].confirmation);
  return (
    <Select
      aria-label={`Confirmation: ${riskTiers[id].label}`}
      value={rule.confirmation}
      onChange={(event) =>
        onChange({ ...rule, confirmation: event.target.value as TierRule["confirmation"] })
      }
    >
      {confirmationKinds.slice(least).map((kind) => (
        <option key={kind} value={kind}>
          {confirmationWords[kind]}
        </option>
      ))}
    </Select>
  );
}

/** How long ago the sign-in may be; empty: as long as the session lasts. */
function SignedIn({ id, rule, edits, onChange }: RowProps) {
  const { signInMinutes: minutes } = rule;
  if (!edits) return <>{minutes === null ? "at any time" : `in the last ${minutes} min`}</>;
  return (
    <TextInput
      type="number"
      min={5}
      max={720}
      className="w-24"
      placeholder="any time"
      aria-label={`Minutes since the sign-in, empty for any time: ${riskTiers[id].label}`}
      value={minutes ?? ""}
      onChange={({ target }) =>
        onChange({ ...rule, signInMinutes: target.value === "" ? null : target.valueAsNumber })
      }
    />
  );
}

function Row(props: RowProps) {
  const { id, rule, edits, onChange } = props;
  const { label } = riskTiers[id];
  return (
    <Tr>
      <Td label="Purge of" className="min-w-44 font-medium">
        {label}
      </Td>
      <Td label="Who may">
        <Roles {...props} />
      </Td>
      <Td label="Confirmation">
        <Confirmation {...props} />
      </Td>
      <Td label="Second person">
        {edits ? (
          <input
            type="checkbox"
            className="size-4 accent-accent"
            aria-label={`Second person: ${label}`}
            checked={rule.secondPerson}
            onChange={(event) => onChange({ ...rule, secondPerson: event.target.checked })}
          />
        ) : rule.secondPerson ? (
          "yes, never oneself"
        ) : (
          "no"
        )}
      </Td>
      <Td label="Signed in">
        <SignedIn {...props} />
      </Td>
      <Td label="Can be cancelled for" numeric={!edits}>
        {edits ? (
          <TextInput
            type="number"
            min={0}
            max={300}
            className="w-20"
            aria-label={`Seconds to cancel in: ${label}`}
            value={Number.isNaN(rule.graceSeconds) ? "" : rule.graceSeconds}
            onChange={(event) => onChange({ ...rule, graceSeconds: event.target.valueAsNumber })}
          />
        ) : (
          `${rule.graceSeconds} s`
        )}
      </Td>
    </Tr>
  );
}

/** What each risk tier asks for, to be read or edited. */
export function TierRows({
  policy,
  edits,
  onChange,
}: {
  policy: PurgePolicy;
  edits: boolean;
  onChange: (policy: PurgePolicy) => void;
}) {
  return (
    <Table label="Purges by risk" stacked>
      <thead>
        <tr>
          <Th>Purge of</Th>
          <Th>Who may</Th>
          <Th>Confirmation</Th>
          <Th>Second person</Th>
          <Th>Signed in</Th>
          <Th>Can be cancelled for</Th>
        </tr>
      </thead>
      <tbody>
        {riskTierIds.map((id) => (
          <Row
            key={id}
            id={id}
            rule={policy.tiers[id]}
            edits={edits}
            onChange={(rule) => onChange({ ...policy, tiers: { ...policy.tiers, [id]: rule } })}
          />
        ))}
      </tbody>
    </Table>
  );
}
