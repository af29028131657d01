import type { ReactNode } from "react";

/** A list of named values. */
export function KeyValues({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[fit-content(7rem)_minmax(0,1fr)] gap-x-4 gap-y-1.5 sm:grid-cols-[minmax(4.5rem,max-content)_minmax(0,1fr)]">
      {children}
    </dl>
  );
}

/** One name and its value. */
export function KeyValue({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-sm leading-6 text-muted">{label}</dt>
      <dd className="min-w-0 leading-6 wrap-anywhere">{children}</dd>
    </div>
  );
}
