"use client";

import { Badge } from "@/components/ui/badge";
import { Field, Select, TextArea } from "@/components/ui/field";
import type { TenantDetail } from "@/lib/schemas/tenants";
import type { PurgeFieldErrors } from "./field-errors";
import {
  fillPattern,
  mostTargets,
  objectPatterns,
  targetsOfForm,
  type PurgeForm,
} from "./purge-form-state";
import { VariantChoice } from "./scope-variant";
import { droppedInWords, toggleTarget } from "./target-lines";

interface Props {
  tenant: TenantDetail;
  form: PurgeForm;
  error: string | null;
  /** Why the headers that go with the addresses cannot be sent. */
  headerErrors: PurgeFieldErrors["headers"];
  onChange: (change: Partial<PurgeForm>) => void;
}

/** How many are named, what was dropped, and the limit before it is hit. */
function countInWords({ tenant, form }: Props): string {
  const lines = targetsOfForm(form, tenant);
  const dropped = droppedInWords(lines);
  const count = `${lines.values.length} of at most ${mostTargets(form, tenant)} in one request`;
  return dropped === null ? count : `${count}; ${dropped}`;
}

function limitError({ tenant, form, error }: Props): string | null {
  const count = targetsOfForm(form, tenant).values.length;
  const most = mostTargets(form, tenant);
  return count > most ? `${count} are named. Take ${count - most} out.` : error;
}

/** The fields of the chosen scope. */
export function ScopeFields(props: Props) {
  switch (props.form.scope) {
    case "pages":
      return <PageFields {...props} />;
    case "object":
      return <ObjectFields {...props} />;
    case "tenant":
      return props.error === null ? null : <p className="text-sm text-broken">{props.error}</p>;
    case "prefix":
      return <PrefixFields {...props} />;
    case "host":
      return <HostFields {...props} />;
    case "tag":
      return <TagFields {...props} />;
    case "everything":
      return null;
  }
}

function PageFields(props: Props) {
  const { tenant, form, onChange } = props;
  const named = new Set(targetsOfForm(form, tenant).values);
  return (
    <div className="flex flex-col gap-2">
      {tenant.pages.length > 0 && (
        <fieldset>
          <legend className="text-sm font-medium">Pages of {tenant.slug}</legend>
          <div className="grid gap-x-4 sm:grid-cols-2">
            {tenant.pages.map((page) => (
              <label key={page.url} className="flex min-h-7 items-center gap-2" title={page.url}>
                <input
                  type="checkbox"
                  className="size-4 shrink-0 accent-accent"
                  checked={named.has(page.url)}
                  onChange={(event) =>
                    onChange({ urls: withPage(form.urls, page, event.target.checked) })
                  }
                />
                <span className="min-w-0 truncate font-mono text-[0.93em]">{page.path}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <Field
        label="Addresses"
        hint={`One a line, or with commas. ${countInWords(props)}. With another query it is another address.`}
        error={limitError(props)}
      >
        <TextArea
          rows={3}
          className="font-mono text-[0.93em]"
          spellCheck={false}
          placeholder={tenant.pages[0]?.url}
          value={form.urls}
          onChange={(event) => onChange({ urls: event.target.value })}
        />
      </Field>
      <VariantChoice
        value={form.variant}
        errors={props.headerErrors}
        onChange={(variant) => onChange({ variant })}
      />
    </div>
  );
}

/** A page may stand in the text by its path or by its whole address: unticking takes out both. */
function withPage(urls: string, page: { path: string; url: string }, on: boolean): string {
  return toggleTarget(toggleTarget(urls, page.path, false), page.url, on);
}

function ObjectFields(props: Props) {
  const { tenant, form, onChange } = props;
  const patterns = objectPatterns(tenant);
  const chosen = patterns.find((one) => one.pattern === form.objectPattern);
  return (
    <div className="grid gap-2 sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)]">
      <Field label="Kind of object" hint={chosen ? `Purged on: ${chosen.trigger}` : null}>
        <Select
          value={form.objectPattern}
          onChange={(event) => onChange({ objectPattern: event.target.value })}
        >
          {patterns.map(({ pattern }) => (
            <option key={pattern}>{pattern}</option>
          ))}
        </Select>
      </Field>
      <Field
        label="Its id"
        hint={`Gives ${fillPattern(form.objectPattern, "9182")} for 9182. Several: one a line, or with commas. ${countInWords(props)}.`}
        error={limitError(props)}
      >
        <TextArea
          rows={1}
          className="font-mono text-[0.93em]"
          spellCheck={false}
          value={form.objectIds}
          onChange={(event) => onChange({ objectIds: event.target.value })}
        />
      </Field>
    </div>
  );
}

function PrefixFields(props: Props) {
  const { tenant, form, onChange } = props;
  return (
    <Field
      label="Prefixes"
      hint={`Host and path, without https://. One a line, or with commas. ${countInWords(props)}.`}
      error={limitError(props)}
    >
      <TextArea
        rows={2}
        className="font-mono text-[0.93em]"
        spellCheck={false}
        placeholder={`${tenant.hosts[0] ?? "host"}/billing/`}
        value={form.prefixes}
        onChange={(event) => onChange({ prefixes: event.target.value })}
      />
    </Field>
  );
}

function HostFields({ tenant, form, error, onChange }: Props) {
  return (
    <fieldset>
      <legend className="sr-only">Hosts of {tenant.slug}</legend>
      {tenant.hosts.map((host) => (
        <label key={host} className="flex min-h-7 flex-wrap items-center gap-2">
          <input
            type="checkbox"
            className="size-4 shrink-0 accent-accent"
            checked={form.hosts.includes(host)}
            onChange={(event) =>
              onChange({
                hosts: event.target.checked
                  ? [...form.hosts, host]
                  : form.hosts.filter((one) => one !== host),
              })
            }
          />
          <span className="min-w-0 font-mono text-[0.93em] wrap-anywhere">{host}</span>
          {tenant.sharedHosts.includes(host) && (
            <Badge tone="old">Other tenants are served from it too</Badge>
          )}
        </label>
      ))}
      {error !== null && <p className="text-xs font-medium text-broken">{error}</p>}
    </fieldset>
  );
}

function TagFields(props: Props) {
  const { form, onChange } = props;
  return (
    <Field
      label="Tags"
      hint={`One a line, or with commas. Cloudflare joins them with OR, and compares without case. ${countInWords(props)}.`}
      error={limitError(props)}
    >
      <TextArea
        rows={2}
        className="font-mono text-[0.93em]"
        spellCheck={false}
        value={form.tags}
        onChange={(event) => onChange({ tags: event.target.value })}
      />
    </Field>
  );
}
