import { Field, Select } from "@/components/ui/field";
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
import { Boxes } from "./boxes";
import { NumberInput } from "./number-input";
import { confirmationWords, type PolicyErrors } from "./policy-words";

interface RowProps {
  id: RiskTierId;
  rule: TierRule;
  /** Whether it can be edited. */
  edits: boolean;
  errors: PolicyErrors;
  onChange: (rule: TierRule) => void;
}

function Roles({ id, rule, edits, errors, onChange }: RowProps) {
  if (!edits) return <>{rule.roles.join(", ")}</>;
  const { label, permission } = riskTiers[id];
  return (
    <Boxes
      label={`Who may: ${label}`}
      options={rolesWith(permission)}
      chosen={rule.roles}
      error={errors[`policy.tiers.${id}.roles`]}
      nameOf={(role) => role}
      longNameOf={(role) => `${role}: ${label}`}
      onChange={(roles) => onChange({ ...rule, roles })}
    />
  );
}

function Confirmation({ id, rule, edits, errors, onChange }: RowProps) {
  if (!edits) return <>{confirmationWords[rule.confirmation]}</>;
  const least = confirmationKinds.indexOf(riskTiers[id].confirmation);
  return (
    <Field
      label={`Confirmation: ${riskTiers[id].label}`}
      hideLabel
      error={errors[`policy.tiers.${id}.confirmation`]}
    >
      <Select
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
    </Field>
  );
}

/** How long ago the sign-in may be; empty: as long as the session lasts. */
function SignedIn({ id, rule, edits, errors, onChange }: RowProps) {
  const { signInMinutes: minutes } = rule;
  if (!edits) return <>{minutes === null ? "at any time" : `in the last ${minutes} min`}</>;
  return (
    <Field
      label={`Minutes since the sign-in, empty for any time: ${riskTiers[id].label}`}
      hideLabel
      error={errors[`policy.tiers.${id}.signInMinutes`]}
    >
      <NumberInput
        className="max-w-24"
        placeholder="any time"
        empty={null}
        value={minutes}
        onChange={(signInMinutes) => onChange({ ...rule, signInMinutes })}
      />
    </Field>
  );
}

function Grace({ id, rule, edits, errors, onChange }: RowProps) {
  if (!edits) return <>{`${rule.graceSeconds} s`}</>;
  return (
    <Field
      label={`Seconds to cancel in: ${riskTiers[id].label}`}
      hideLabel
      error={errors[`policy.tiers.${id}.graceSeconds`]}
    >
      <NumberInput
        className="max-w-20"
        empty={Number.NaN}
        value={rule.graceSeconds}
        onChange={(graceSeconds) => onChange({ ...rule, graceSeconds })}
      />
    </Field>
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
        <Grace {...props} />
      </Td>
    </Tr>
  );
}

/** What each risk tier asks for, to be read or edited. */
export function TierRows({
  policy,
  edits,
  errors,
  onChange,
}: {
  policy: PurgePolicy;
  edits: boolean;
  errors: PolicyErrors;
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
            errors={errors}
            onChange={(rule) => onChange({ ...policy, tiers: { ...policy.tiers, [id]: rule } })}
          />
        ))}
      </tbody>
    </Table>
  );
}
