import { KeyValue, KeyValues } from "@/components/ui/key-value";
import { Field, TextInput } from "@/components/ui/field";
import {
  type PurgePolicy,
  type QuietHours,
  riskTierIds,
  riskTiers,
} from "@/lib/schemas/purge-policy";
import { Boxes } from "./boxes";
import { NumberInput } from "./number-input";
import type { PolicyErrors } from "./policy-words";

const usualQuiet: QuietHours = {
  tiers: ["shared", "everything"],
  from: "22:00",
  to: "06:00",
  timeZone: "UTC",
};

interface Props {
  policy: PurgePolicy;
  errors: PolicyErrors;
  onChange: (policy: PurgePolicy) => void;
}

/** What holds for purges of several tiers, to be read. */
export function MoreRulesText({ policy }: Pick<Props, "policy">) {
  const { ticketPattern, approvalMinutes, quietHours } = policy;
  return (
    <KeyValues>
      <KeyValue label="Ticket">
        {ticketPattern === null ? (
          "Not asked for"
        ) : (
          <>
            Asked for, like <span className="font-mono">{ticketPattern}</span>
          </>
        )}
      </KeyValue>
      <KeyValue label="Approval">
        Given up when nobody decides within {approvalMinutes} minutes
      </KeyValue>
      <KeyValue label="Quiet hours">
        {quietHours === null
          ? "None"
          : `${quietHours.from} to ${quietHours.to} (${quietHours.timeZone}): ${quietHours.tiers.map((id) => riskTiers[id].label.toLowerCase()).join("; ")}`}
      </KeyValue>
    </KeyValues>
  );
}

/** The same, to be edited. */
export function MoreRules({ policy, errors, onChange }: Props) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="A ticket has to look like"
        optional
        hint="A regular expression, such as ^ZD-\d+$. Empty: no ticket is asked for."
        error={errors["policy.ticketPattern"]}
      >
        <TextInput
          className="font-mono"
          spellCheck={false}
          value={policy.ticketPattern ?? ""}
          onChange={({ target }) =>
            onChange({ ...policy, ticketPattern: target.value === "" ? null : target.value })
          }
        />
      </Field>
      <Field
        label="Minutes to approve in"
        hint="After that a purge that nobody decided on is given up."
        error={errors["policy.approvalMinutes"]}
      >
        <NumberInput
          empty={Number.NaN}
          value={policy.approvalMinutes}
          onChange={(approvalMinutes) => onChange({ ...policy, approvalMinutes })}
        />
      </Field>
      <Quiet {...{ policy, errors, onChange }} />
    </div>
  );
}

function Quiet({ policy, errors, onChange }: Props) {
  const { quietHours: quiet } = policy;
  const set = (quietHours: QuietHours | null) => onChange({ ...policy, quietHours });
  return (
    <fieldset className="flex flex-col gap-2 sm:col-span-2">
      <legend className="mb-1 text-sm font-medium">Quiet hours</legend>
      <label className="flex min-h-6 items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={quiet !== null}
          onChange={({ target }) => set(target.checked ? usualQuiet : null)}
        />
        Some purges are not taken at certain hours
      </label>
      {quiet !== null && (
        <div className="grid gap-3 sm:grid-cols-3">
          <Field label="From" error={errors["policy.quietHours.from"]}>
            <TextInput
              type="time"
              value={quiet.from}
              onChange={({ target }) => set({ ...quiet, from: target.value })}
            />
          </Field>
          <Field label="To" error={errors["policy.quietHours.to"]}>
            <TextInput
              type="time"
              value={quiet.to}
              onChange={({ target }) => set({ ...quiet, to: target.value })}
            />
          </Field>
          <Field label="Time zone" error={errors["policy.quietHours.timeZone"]}>
            <TextInput
              value={quiet.timeZone}
              spellCheck={false}
              onChange={({ target }) => set({ ...quiet, timeZone: target.value })}
            />
          </Field>
          <div className="sm:col-span-3">
            <Boxes
              label="Purges that are not taken then"
              options={riskTierIds}
              chosen={quiet.tiers}
              error={errors["policy.quietHours.tiers"]}
              nameOf={(id) => riskTiers[id].label}
              onChange={(tiers) => set({ ...quiet, tiers })}
            />
          </div>
        </div>
      )}
    </fieldset>
  );
}
