"use client";

import { useState } from "react";
import { Field, Select, TextArea, TextInput } from "@/components/ui/field";
import type { PurgeFieldErrors } from "./field-errors";
import { fieldHeaders, hasVariant, readVariant, type VariantFields } from "./scope-headers";

const deviceTypes = ["mobile", "tablet", "desktop"] as const;

/**
 * The headers of the cache key, for pages that the edge keeps in several copies: by device, country,
 * language, origin or a header of one's own.
 */
export function VariantChoice({
  value,
  errors,
  onChange,
}: {
  value: VariantFields;
  /** Why headers cannot be sent, as the server says it. */
  errors: PurgeFieldErrors["headers"];
  onChange: (value: VariantFields) => void;
}) {
  const [open, setOpen] = useState(() => hasVariant(value));
  const read = readVariant(value);
  const problem = "problem" in read ? read.problem : otherErrors(errors);
  const change = (part: Partial<VariantFields>) => onChange({ ...value, ...part });
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="min-w-0"
    >
      <summary className="min-h-6 w-fit text-sm text-accent-text">
        One variant only: headers of the cache key
      </summary>
      <div className="mt-2 flex flex-col gap-2">
        <p className="text-xs text-muted">
          For pages with a custom cache key. Name every header of that key: one that is missing
          counts as empty, and then nothing is purged, without an error.
        </p>
        <KnownHeaders value={value} errors={errors} onChange={change} />
        <Field label="Other headers" hint="One a line: Name: value" error={problem} optional>
          <TextArea
            rows={1}
            className="font-mono text-[0.93em]"
            spellCheck={false}
            placeholder="X-Plan: gold"
            value={value.own}
            onChange={(event) => change({ own: event.target.value })}
          />
        </Field>
      </div>
    </details>
  );
}

/** What is wrong with headers that have no field of their own; null: nothing. */
function otherErrors(errors: PurgeFieldErrors["headers"]): string | null {
  const known = new Set<string>(Object.values(fieldHeaders).map((name) => name.toLowerCase()));
  const others = Object.entries(errors).filter(([name]) => !known.has(name));
  if (others.length === 0) return null;
  return others.map(([name, message]) => `${spelled(name)} ${message}`.trim()).join("; ");
}

/** "X-Plan" of "x-plan", as it is sent. */
function spelled(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

interface KnownProps {
  value: VariantFields;
  errors: PurgeFieldErrors["headers"];
  onChange: (part: Partial<VariantFields>) => void;
}

function errorOf(field: keyof typeof fieldHeaders, { errors }: KnownProps): string | undefined {
  return errors[fieldHeaders[field].toLowerCase()];
}

function KnownHeaders(props: KnownProps) {
  const { value, onChange } = props;
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      <Field label="Device type" error={errorOf("device", props)}>
        <Select value={value.device} onChange={(event) => onChange({ device: event.target.value })}>
          <option value="">Not in the key</option>
          {[...new Set([...deviceTypes, value.device])].filter(Boolean).map((device) => (
            <option key={device}>{device}</option>
          ))}
        </Select>
      </Field>
      <HeaderText label="Country" example="DE" field="country" {...props} />
      <HeaderText label="Language" example="de" field="language" {...props} />
      <HeaderText label="Origin" example="https://app.example.com" field="origin" {...props} />
    </div>
  );
}

function HeaderText({
  label,
  example,
  field,
  ...props
}: KnownProps & {
  label: string;
  example: string;
  field: "country" | "language" | "origin";
}) {
  const { value, onChange } = props;
  return (
    <Field label={label} error={errorOf(field, props)}>
      <TextInput
        className="font-mono text-[0.93em]"
        spellCheck={false}
        autoComplete="off"
        placeholder={example}
        value={value[field]}
        onChange={(event) => onChange({ [field]: event.target.value })}
      />
    </Field>
  );
}
