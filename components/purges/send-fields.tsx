import { Field, TextArea, TextInput } from "@/components/ui/field";
import type { PurgeForm } from "./purge-form-state";

/** Why, and for which ticket. */
export function ReasonFields({
  form,
  errors,
  ticketPattern,
  onChange,
}: {
  form: PurgeForm;
  errors: { reason: string | null; ticket: string | null };
  /** What the policy asks a ticket to look like; null: none is asked for. */
  ticketPattern: string | null;
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
        optional={ticketPattern === null}
        hint={
          ticketPattern === null ? (
            "Its id, such as ZD-4711, or its address."
          ) : (
            <>
              Its id or address. The policy asks for one like{" "}
              <span className="font-mono">{ticketPattern}</span>
            </>
          )
        }
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

/** Goes past the second person: only for those who were given the right, and never by itself. */
export function BreakGlassChoice({
  checked,
  onChange,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className="flex items-start gap-2 rounded-md border border-broken-line bg-broken-soft px-3 py-2">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        <span className="font-medium">Send it without a second person</span>
        <span className="block text-sm text-muted">
          All admins see it at once, and one of them reviews it. The reason needs 20 characters.
        </span>
      </span>
    </label>
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
