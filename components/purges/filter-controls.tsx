"use client";

import { SlidersHorizontal, X } from "lucide-react";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Field, Select, TextInput } from "@/components/ui/field";

const TYPING_PAUSE_MS = 450;

/** A text filter: it counts on Enter, on leaving the field, and after a pause in typing. */
export function FilterText({
  label,
  value,
  placeholder,
  onCommit,
  className,
}: {
  label: string;
  value: string;
  placeholder?: string;
  onCommit: (value: string) => void;
  className?: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  const committed = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // Changed from elsewhere: a chip was removed, or Back was pressed.
    if (value === committed.current) return;
    committed.current = value;
    if (input.current) input.current.value = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const commit = () => {
    clearTimeout(timer.current);
    const next = input.current?.value.trim() ?? "";
    if (next === committed.current) return;
    committed.current = next;
    onCommit(next);
  };
  return (
    <Field label={label} {...(className === undefined ? {} : { className })}>
      <TextInput
        ref={input}
        type="search"
        defaultValue={value}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={() => {
          clearTimeout(timer.current);
          timer.current = setTimeout(commit, TYPING_PAUSE_MS);
        }}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
        }}
      />
    </Field>
  );
}

/** A filter with few values. `any` is the word for no filter. */
export function FilterSelect({
  label,
  value,
  any,
  options,
  onCommit,
}: {
  label: string;
  value: string;
  any: string;
  options: readonly (readonly [value: string, word: string])[];
  onCommit: (value: string) => void;
}) {
  return (
    <Field label={label}>
      <Select value={value} onChange={(event) => onCommit(event.target.value)}>
        <option value="">{any}</option>
        {options.map(([id, word]) => (
          <option key={id} value={id}>
            {word}
          </option>
        ))}
      </Select>
    </Field>
  );
}

export interface Chip {
  key: string;
  label: string;
  text: string;
  onRemove: () => void;
}

/** The filters that are on, each removable by its button, and one button for all. */
export function FilterChips({ chips, onClear }: { chips: readonly Chip[]; onClear: () => void }) {
  if (chips.length === 0) return null;
  return (
    <div
      className="flex flex-wrap items-center gap-1.5"
      role="group"
      aria-label="Filters that are on"
    >
      {chips.map((chip) => (
        <button
          key={chip.key}
          type="button"
          onClick={chip.onRemove}
          className="inline-flex min-h-6 max-w-full items-center gap-1 rounded-sm border border-control bg-raised px-2 text-xs hover:bg-hover"
        >
          <span className="sr-only">Remove filter </span>
          <span className="text-muted">{chip.label}</span>
          <span className="min-w-0 truncate font-medium">{chip.text}</span>
          <X aria-hidden className="size-3 shrink-0" />
        </button>
      ))}
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear filters
      </Button>
    </div>
  );
}

/** The filters' fields: always there where there is room, behind one button on a small screen. */
export function FilterFields({ count, children }: { count: number; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="inline-flex min-h-8 items-center gap-2 rounded-md border border-control bg-raised px-3 font-medium sm:hidden"
      >
        <SlidersHorizontal aria-hidden className="size-4" />
        {count === 0 ? "Filters" : `Filters (${count} on)`}
      </button>
      <div
        id={id}
        className={cx(
          "grid grid-cols-[repeat(auto-fit,minmax(7rem,1fr))] items-end gap-x-3 gap-y-2",
          open ? "max-sm:mt-2" : "max-sm:hidden",
        )}
      >
        {children}
      </div>
    </div>
  );
}
