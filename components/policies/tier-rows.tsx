import { Field, Select } from "@/components/ui/field";
import { rolesWith } from "@/lib/schemas/permissions";
import { confirmationKinds, riskTiers, type TierRule } from "@/lib/schemas/purge-policy";
import { Boxes } from "./boxes";
import { NumberInput } from "./number-input";
import { confirmationWords } from "./policy-words";
import { Amount, type TierCellProps, TierTable, type TierTableProps, YesNo } from "./tier-table";

function Roles({ id, rule, edits, errors, onChange }: TierCellProps) {
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

function Confirmation({ id, rule, edits, errors, onChange }: TierCellProps) {
  if (!edits) return <>{confirmationWords[rule.confirmation]}</>;
  const least = confirmationKinds.indexOf(riskTiers[id].confirmation);
  return (
    <Field
      label={`Confirmation: ${riskTiers[id].label}`}
      hideLabel
      className="min-w-46"
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
function SignedIn({ id, rule, edits, errors, onChange }: TierCellProps) {
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

const columns = [
  { head: "Who may", cell: Roles },
  { head: "Confirmation", cell: Confirmation },
  {
    head: "Second person",
    cell: (props) => (
      <YesNo {...props} field="secondPerson" label="Second person" yes="yes, never oneself" />
    ),
  },
  { head: "Signed in", cell: SignedIn },
  {
    head: "Can be cancelled for",
    cell: (props) => (
      <Amount {...props} field="graceSeconds" label="Seconds to cancel in" unit=" s" />
    ),
  },
] satisfies Parameters<typeof TierTable>[0]["columns"];

/** What each risk tier asks for, to be read or edited. */
export function TierRows(props: TierTableProps) {
  return <TierTable label="Purges by risk" columns={columns} {...props} />;
}
