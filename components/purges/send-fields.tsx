import { Field, TextArea, TextInput } from "@/components/ui/field";
import type { PurgeForm } from "./purge-form-state";

/** Why, and for which ticket. */
export function ReasonFields({
  form,
  errors,
  onChange,
}: {
  form: PurgeForm;
  errors: { reason: string | null; ticket: string | null };
  onChange: (change: Partial<PurgeForm>) => void;
}) {
  return (
    <>
      <Field
        label="Reason"
        hint="A sentence for the record: what is wrong, and for whom."
        error={errors.reason}
      >
        <TextArea
          rows={2}
          required
          maxLength={500}
          value={form.reason}
          onChange={(event) => onChange({ reason: event.target.value })}
        />
      </Field>
      <Field
        label="Ticket"
        optional
        hint="Its id, such as ZD-4711, or its address."
        error={errors.ticket}
      >
        <TextInput
          maxLength={300}
          value={form.ticket}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ ticket: event.target.value })}
        />
      </Field>
    </>
  );
}

/** The name to type for a purge of this risk. Pasting is fine. */
export function ConfirmationField({
  expected,
  value,
  error,
  onChange,
}: {
  expected: string;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}) {
  return (
    <Field
      label={
        <>
          Type <span className="font-mono">{expected}</span> to confirm
        </>
      }
      error={error}
    >
      <TextInput
        className="font-mono"
        value={value}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
