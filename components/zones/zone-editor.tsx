"use client";

import { type SyntheticEvent, useRef, useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Field, Select, TextArea, TextInput } from "@/components/ui/field";
import { useAnnounce } from "@/components/ui/live";
import { Section } from "@/components/ui/section";
import { useChangeZone } from "@/lib/queries/zones";
import { plans } from "@/lib/schemas/words";
import type { ZoneDetail } from "@/lib/schemas/zones";
import { errorsBelow, useFocusFirstError } from "./refused-fields";
import { bodyOfZone, formOfZone, type ZoneForm } from "./zone-form-state";

interface Props {
  form: ZoneForm;
  errorOf: (path: string) => string | null;
  change: (part: Partial<ZoneForm>) => void;
}

/** A field of one line that is named alike in the form. */
function TextField({
  field,
  label,
  hint,
  error,
  optional = false,
  className,
  form,
  change,
}: Pick<Props, "form" | "change"> & {
  field: Exclude<keyof ZoneForm, "tieredCache" | "plan">;
  label: string;
  hint: string;
  error: string | null;
  optional?: boolean;
  className?: string;
}) {
  return (
    <Field {...{ label, hint, error, optional }} {...(className ? { className } : {})}>
      <TextInput
        className="font-mono"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        value={form[field]}
        onChange={({ target }) => change({ [field]: target.value })}
      />
    </Field>
  );
}

function Identity({ form, errorOf, change }: Props) {
  return (
    <>
      <TextField
        {...{ form, change, field: "name", label: "Name", error: errorOf("name") }}
        hint="The domain. It is what is typed to confirm a purge of the whole zone."
      />
      <TextField
        {...{ form, change, field: "accountId", error: errorOf("accountId") }}
        label="Account id at Cloudflare"
        hint="32 hexadecimal characters. Its allowance of purges is counted together."
      />
      <Field
        label="Plan"
        hint="How many purges Cloudflare takes, and which kinds."
        error={errorOf("plan")}
      >
        <Select
          value={form.plan}
          onChange={({ target }) => change({ plan: target.value as ZoneForm["plan"] })}
        >
          {plans.map((plan) => (
            <option key={plan}>{plan}</option>
          ))}
        </Select>
      </Field>
    </>
  );
}

function Copies({ form, errorOf, change }: Props) {
  return (
    <>
      <label className="flex min-h-6 items-start gap-2 self-center">
        <input
          type="checkbox"
          className="mt-0.5 size-4 accent-accent"
          checked={form.tieredCache}
          onChange={({ target }) => change({ tieredCache: target.checked })}
        />
        <span>
          Tiered Cache
          <span className="block text-xs text-muted">
            What was purged may then answer EXPIRED in place of MISS.
          </span>
        </span>
      </label>
      <Field
        label="Environments"
        optional
        hint="Of Version Management, one a line: its ref, a space, its name. Production is the zone itself."
        error={errorOf("environments")}
        className="sm:col-span-2"
      >
        <TextArea
          className="font-mono"
          spellCheck={false}
          value={form.environments}
          onChange={({ target }) => change({ environments: target.value })}
        />
      </Field>
    </>
  );
}

function Scheme({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field label={label}>
      <Select value={value} onChange={({ target }) => onChange(target.value)}>
        <option>https</option>
        <option>http</option>
      </Select>
    </Field>
  );
}

function Addresses({ form, errorOf, change }: Props) {
  return (
    <div className="grid gap-4 sm:grid-cols-[7rem_minmax(0,1fr)]">
      <Scheme
        label="Edge: how"
        value={form.edgeScheme}
        onChange={(edgeScheme) => change({ edgeScheme })}
      />
      <TextField
        {...{ form, change, field: "edgeAddress", error: errorOf("edge"), optional: true }}
        label="Edge: address and port"
        hint="Where probes connect. Empty: where the host's name leads."
      />
      <Scheme
        label="Origin: how"
        value={form.originScheme}
        onChange={(originScheme) => change({ originScheme })}
      />
      <TextField
        {...{ form, change, field: "originAddress", optional: true }}
        error={errorOf("origin.address") ?? errorOf("origin.scheme")}
        label="Origin: address and port"
        hint="Where pages are made: asked for what is right, and for the tags that the edge strips."
      />
    </div>
  );
}

function Recognised({ form, errorOf, change }: Props) {
  return (
    <div className="mt-4 grid gap-4 sm:grid-cols-2">
      <TextField
        {...{ form, change, field: "headerName", optional: true }}
        error={errorOf("origin.header.name")}
        label="Header that the origin wants to see"
        hint="Its name."
      />
      <TextField
        {...{ form, change, field: "headerSecret", optional: true }}
        error={errorOf("origin.header.secret")}
        label="Name of its secret"
        hint="NAME of the environment's PROBE_SECRET_NAME. The secret itself is never kept or shown here."
      />
      <TextField
        {...{ form, change, field: "tenantMarker", optional: true }}
        error={errorOf("tenantMarker")}
        label="How pages show whose they are"
        hint='A text with {id}, {slug} or {name} in it, such as data-tenant="{slug}".'
        className="sm:col-span-2"
      />
    </div>
  );
}

/** A zone's set-up while it is edited. */
export function ZoneEditor({ zone: current, onDone }: { zone: ZoneDetail; onDone: () => void }) {
  // What was read when it began to be edited: what somebody else changes since is not written over.
  const [zone] = useState(current);
  const [form, setForm] = useState(() => formOfZone(zone));
  const formRef = useRef<HTMLFormElement>(null);
  const save = useChangeZone(zone.id);
  const announce = useAnnounce();
  useFocusFirstError(formRef, save.error);
  const change = (part: Partial<ZoneForm>) => setForm((before) => ({ ...before, ...part }));
  const errorOf = (path: string) => errorsBelow(save.error, path);
  const isChanged = JSON.stringify(form) !== JSON.stringify(formOfZone(zone));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (save.isPending || !isChanged) return;
    save.mutate(bodyOfZone(form, zone.version), {
      onSuccess: () => {
        announce("The zone is changed.");
        onDone();
      },
    });
  };
  return (
    <form ref={formRef} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Section title="At Cloudflare">
        <div className="grid gap-4 sm:grid-cols-2">
          <Identity {...{ form, errorOf, change }} />
          <Copies {...{ form, errorOf, change }} />
        </div>
      </Section>
      <Section title="Probes">
        <Addresses {...{ form, errorOf, change }} />
        <Recognised {...{ form, errorOf, change }} />
      </Section>
      {save.error && <ProblemNotice title="The zone was not changed" error={save.error} />}
      <p className="text-sm text-muted">
        It counts from the next purge and probe on. A purge of this zone that waits for a second
        person, or was approved and is not sent yet, may become void by it.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant="primary"
          pending={save.isPending}
          whyDisabled={isChanged ? undefined : "Nothing is changed yet"}
        >
          Change the zone
        </Button>
        <Button variant="ghost" onClick={onDone}>
          Leave it as it is
        </Button>
      </div>
    </form>
  );
}
