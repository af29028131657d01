import type { ReactNode } from "react";

/** A list of named values. */
export function KeyValues({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-[minmax(4.5rem,max-content)_minmax(0,1fr)] sm:gap-y-1.5">
      {children}
    </dl>
  );
}

/** One name and its value. */
export function KeyValue({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0 sm:contents">
      <dt className="text-sm text-muted sm:leading-6">{label}</dt>
      <dd className="min-w-0 leading-6 wrap-anywhere">{children}</dd>
    </div>
  );
}
