import { Field } from "@/components/ui/field";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import {
  type PurgePolicy,
  type RiskTierId,
  riskTierIds,
  riskTiers,
  type TierRule,
} from "@/lib/schemas/purge-policy";
import { NumberInput } from "./number-input";
import type { PolicyErrors } from "./policy-words";

interface CellProps {
  id: RiskTierId;
  rule: TierRule;
  edits: boolean;
  errors: PolicyErrors;
  onChange: (rule: TierRule) => void;
}

function YesNo({
  field,
  label,
  ...props
}: CellProps & { field: "prove" | "secondPurge"; label: string }) {
  const { id, rule, edits, onChange } = props;
  if (!edits) return <>{rule[field] ? "yes" : "no"}</>;
  return (
    <input
      type="checkbox"
      className="size-4 accent-accent"
      aria-label={`${label}: ${riskTiers[id].label}`}
      checked={rule[field]}
      onChange={({ target }) => onChange({ ...rule, [field]: target.checked })}
    />
  );
}

function Amount({
  field,
  label,
  unit,
  ...props
}: CellProps & {
  field: "proveSeconds" | "bystanders";
  label: string;
  unit: string;
}) {
  const { id, rule, edits, errors, onChange } = props;
  if (!edits) return <>{`${rule[field]}${unit}`}</>;
  return (
    <Field
      label={`${label}: ${riskTiers[id].label}`}
      hideLabel
      error={errors[`policy.tiers.${id}.${field}`]}
    >
      <NumberInput
        className="max-w-20"
        empty={Number.NaN}
        value={rule[field]}
        onChange={(value) => onChange({ ...rule, [field]: value })}
      />
    </Field>
  );
}

function Row(props: CellProps) {
  return (
    <Tr>
      <Td label="Purge of" className="min-w-44 font-medium">
        {riskTiers[props.id].label}
      </Td>
      <Td label="Probed by itself">
        <YesNo {...props} field="prove" label="Probed by itself" />
      </Td>
      <Td label="For at most">
        <Amount {...props} field="proveSeconds" label="Seconds to prove it in" unit=" s" />
      </Td>
      <Td label="Second purge by itself">
        <YesNo {...props} field="secondPurge" label="Second purge by itself" />
      </Td>
      <Td label="Others watched">
        <Amount {...props} field="bystanders" label="Other tenants watched" unit="" />
      </Td>
    </Tr>
  );
}

/** How a purge of each risk tier is proven, to be read or edited. */
export function ProofRows({
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
    <Table label="Proof by risk" stacked>
      <thead>
        <tr>
          <Th>Purge of</Th>
          <Th>Probed by itself</Th>
          <Th>For at most</Th>
          <Th>Second purge by itself</Th>
          <Th>Others watched</Th>
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
