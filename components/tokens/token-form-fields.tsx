import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Option } from "@/components/purges/option";
import { sourceWords } from "@/components/purges/purge-words";
import { Field, Select, TextArea, TextInput } from "@/components/ui/field";
import { selectorKinds, tokenVerbs, triggerSources } from "@/lib/schemas/words";
import { expiryChoices, type formErrors, type TokenForm, withChoice } from "./token-form-state";
import { kindWords, verbWords } from "./token-words";

interface FieldsProps {
  form: TokenForm;
  errors: ReturnType<typeof formErrors>;
  onChange: (change: Partial<TokenForm>) => void;
}

/** Whose it is. */
export function IdentityFields({ form, errors, onChange }: FieldsProps) {
  return (
    <>
      <Field label="Name" hint="What lists call it: billing, production." error={errors.name}>
        <TextInput
          data-autofocus
          required
          maxLength={100}
          autoComplete="off"
          value={form.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <Field
        label="Service"
        hint="Its purges bear this name in the feed and on receipts."
        error={errors.service}
      >
        <TextInput
          required
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          value={form.service}
          onChange={(event) => onChange({ service: event.target.value })}
        />
      </Field>
    </>
  );
}

function Choices({
  legend,
  error,
  children,
}: {
  legend: string;
  error: string | undefined;
  children: ReactNode;
}) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {children}
      {error !== undefined && (
        <p className="flex items-start gap-1 text-xs font-medium text-broken">
          <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** What it may do, and by what kinds of selectors. */
export function RightsFields({ form, errors, onChange }: FieldsProps) {
  return (
    <>
      <Choices legend="It may" error={errors.verbs}>
        {tokenVerbs.map((verb) => (
          <Option
            key={verb}
            type="checkbox"
            label={verbWords[verb].word}
            about={verbWords[verb].sentence}
            checked={form.verbs.includes(verb)}
            onChange={(on) => onChange({ verbs: withChoice(form.verbs, verb, on) })}
          />
        ))}
      </Choices>
      <Choices legend="By" error={errors.selectorKinds}>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {selectorKinds.map((kind) => (
            <label key={kind} className="flex min-h-6 cursor-pointer items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={form.selectorKinds.includes(kind)}
                onChange={(event) =>
                  onChange({
                    selectorKinds: withChoice(form.selectorKinds, kind, event.target.checked),
                  })
                }
              />
              {kindWords[kind]}
            </label>
          ))}
        </div>
      </Choices>
    </>
  );
}

function ListField({
  label,
  hint,
  error,
  value,
  onChange,
}: {
  label: string;
  hint: string;
  error: string | undefined;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={label} optional hint={hint} error={error}>
      <TextArea
        rows={2}
        spellCheck={false}
        autoComplete="off"
        className="font-mono text-[0.93em]"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

/** To what, from what, and for how long. */
export function ReachFields({ form, errors, onChange }: FieldsProps) {
  return (
    <>
      <ListField
        label="Zones"
        hint="Names or ids, one a line. Empty: all zones."
        error={errors.zones}
        value={form.zones}
        onChange={(zones) => onChange({ zones })}
      />
      <ListField
        label="Tenants"
        hint="Ids, one a line. Empty: all tenants, and what they share."
        error={errors.tenants}
        value={form.tenants}
        onChange={(tenants) => onChange({ tenants })}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label="Source"
          hint="What causes its purges, where a call does not say."
          error={errors.source}
        >
          <Select
            value={form.source}
            onChange={(event) => onChange({ source: event.target.value as TokenForm["source"] })}
          >
            {triggerSources
              .filter((source) => source !== "manual")
              .map((source) => (
                <option key={source} value={source}>
                  {sourceWords[source].word}: {sourceWords[source].sentence.toLowerCase()}
                </option>
              ))}
          </Select>
        </Field>
        <Field
          label="Ends after"
          hint="Then nothing is let in with it."
          error={errors.expiresInDays}
        >
          <Select
            value={form.expiresInDays}
            onChange={(event) => onChange({ expiresInDays: Number(event.target.value) })}
          >
            {expiryChoices.map((days) => (
              <option key={days} value={days}>
                {days} days
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </>
  );
}
