import type { ReactNode } from "react";
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

/** What a table of the policy's tiers is made from: to be read, or edited. */
export interface TierTableProps {
  policy: PurgePolicy;
  edits: boolean;
  errors: PolicyErrors;
  onChange: (policy: PurgePolicy) => void;
}

/** What a cell of one tier shows, or edits. */
export interface TierCellProps {
  id: RiskTierId;
  rule: TierRule;
  edits: boolean;
  errors: PolicyErrors;
  onChange: (rule: TierRule) => void;
}

interface TierColumn {
  head: string;
  cell: (props: TierCellProps) => ReactNode;
}

/** One row a risk tier, one column a part of its rule. */
export function TierTable({
  label,
  columns,
  policy,
  edits,
  errors,
  onChange,
}: TierTableProps & { label: string; columns: readonly TierColumn[] }) {
  return (
    <Table label={label} stacked>
      <thead>
        <tr>
          <Th>Purge of</Th>
          {columns.map(({ head }) => (
            <Th key={head}>{head}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {riskTierIds.map((id) => (
          <Tr key={id}>
            <Td label="Purge of" className="min-w-44 font-medium">
              {riskTiers[id].label}
            </Td>
            {columns.map(({ head, cell: Cell }) => (
              <Td key={head} label={head}>
                <Cell
                  {...{ id, edits, errors }}
                  rule={policy.tiers[id]}
                  onChange={(rule) =>
                    onChange({ ...policy, tiers: { ...policy.tiers, [id]: rule } })
                  }
                />
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

type FieldOf<Kind> = {
  [Name in keyof TierRule]: TierRule[Name] extends Kind ? Name : never;
}[keyof TierRule];

/** A part of the rule that is so or not. */
export function YesNo({
  field,
  label,
  yes = "yes",
  id,
  rule,
  edits,
  onChange,
}: TierCellProps & { field: FieldOf<boolean>; label: string; yes?: string }) {
  if (!edits) return <>{rule[field] ? yes : "no"}</>;
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

/** A part of the rule that is a number. */
export function Amount({
  field,
  label,
  unit = "",
  id,
  rule,
  edits,
  errors,
  onChange,
}: TierCellProps & { field: FieldOf<number>; label: string; unit?: string }) {
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
