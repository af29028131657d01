"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import {
  useId,
  useState,
  type ChangeEvent,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { useDebounced } from "@/components/shell/use-debounced";
import { cx } from "@/components/ui/class-names";
import { Field, TextInput } from "@/components/ui/field";
import { tenantListQuery } from "@/lib/queries/tenants";
import type { TenantRef, TenantSummary } from "@/lib/schemas/tenants";

const CHOICES = 8;

/** Where the highlight goes with a key; it wraps around. */
function moved(active: number, key: string, count: number): number {
  if (count === 0) return -1;
  if (key === "ArrowDown") return (active + 1) % count;
  return active <= 0 ? count - 1 : active - 1;
}

interface Choices {
  items: TenantSummary[];
  /** What stands in place of the choices: searching, nothing found, no answer. */
  note: string | null;
}

function useChoices(text: string, open: boolean): Choices {
  const q = useDebounced(text.trim(), 150);
  const query = useInfiniteQuery({ ...tenantListQuery(q, CHOICES), enabled: open });
  const items = query.data?.pages[0]?.items ?? [];
  if (query.error) return { items, note: query.error.message };
  if (query.isPending) return { items, note: "Searching" };
  return { items, note: items.length === 0 ? `No tenant matches “${q}”` : null };
}

/** What the field and its list do together: type, move, choose, give up. */
function useCombobox({
  exclude,
  onPick,
}: {
  exclude: string | undefined;
  onPick: (tenant: TenantSummary) => void;
}) {
  /** null: nothing typed, the chosen one's name is shown. */
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const { items, note } = useChoices(typed ?? "", open);
  const choices = items.filter((tenant) => tenant.id !== exclude);
  const close = () => {
    setOpen(false);
    setTyped(null);
  };
  const pick = (tenant: TenantSummary) => {
    close();
    onPick(tenant);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (!arrow && !open) return;
    if (!arrow && event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (arrow) {
      setOpen(true);
      if (open) setActive(moved(active, event.key, choices.length));
    } else if (event.key === "Escape") close();
    else if (choices[active]) pick(choices[active]);
  };
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    setTyped(event.target.value);
    setActive(0);
    setOpen(true);
  };
  const handlers = {
    onChange,
    onKeyDown,
    onFocus: (event: FocusEvent<HTMLInputElement>) => event.target.select(),
    onClick: () => setOpen(true),
    onBlur: close,
  };
  return { typed, open, active, choices, note, pick, handlers };
}

/**
 * Finds a tenant by id, slug, name or host and answers the chosen one. `value` is what is chosen now;
 * its name stands in the field until somebody types.
 */
export function TenantPicker({
  label,
  hint,
  error,
  value,
  exclude,
  autoFocus = false,
  onPick,
}: {
  label: string;
  hint?: ReactNode;
  error?: ReactNode;
  value: TenantRef | null;
  /** A tenant that may not be chosen here. */
  exclude?: string | undefined;
  autoFocus?: boolean;
  onPick: (tenant: TenantSummary) => void;
}) {
  const listId = useId();
  const box = useCombobox({ exclude, onPick });
  const { open, choices, active } = box;
  return (
    <div className="relative min-w-0">
      <Field label={label} hint={hint} error={error}>
        {(control) => (
          <TextInput
            {...control}
            role="combobox"
            aria-expanded={open}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={open && choices[active] ? `${listId}-${active}` : undefined}
            autoFocus={autoFocus}
            autoComplete="off"
            spellCheck={false}
            placeholder={value === null ? "Name, slug, id or host" : undefined}
            value={box.typed ?? nameOf(value)}
            {...box.handlers}
          />
        )}
      </Field>
      {open && (
        <ChoiceList
          id={listId}
          choices={choices}
          note={box.note}
          active={active}
          onPick={box.pick}
        />
      )}
    </div>
  );
}

function nameOf(tenant: TenantRef | null): string {
  return tenant === null ? "" : `${tenant.name} (${tenant.slug})`;
}

function ChoiceList({
  id,
  choices,
  note,
  active,
  onPick,
}: {
  id: string;
  choices: readonly TenantSummary[];
  note: string | null;
  active: number;
  onPick: (tenant: TenantSummary) => void;
}) {
  return (
    <div className="absolute inset-x-0 top-14 z-20 max-h-80 overflow-y-auto rounded-md border border-hairline bg-raised py-1 shadow-lift">
      <ul id={id} role="listbox" aria-label="Tenants">
        {choices.map((tenant, index) => (
          <li
            key={tenant.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            // The field keeps the focus; a press must not blur it before the click arrives.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(tenant)}
            className={cx(
              "flex min-h-9 cursor-pointer flex-wrap items-baseline gap-x-2 px-3 py-1.5 text-sm hover:bg-hover",
              index === active && "bg-accent-soft",
            )}
          >
            <span className="font-medium">{tenant.name}</span>
            <span className="font-mono text-xs text-muted">
              {tenant.slug} · {tenant.id}
            </span>
            <span className="truncate font-mono text-xs text-muted">{tenant.hosts[0]}</span>
          </li>
        ))}
      </ul>
      {note !== null && choices.length === 0 && (
        <p role="status" className="px-3 py-2 text-sm text-muted">
          {note}
        </p>
      )}
    </div>
  );
}
