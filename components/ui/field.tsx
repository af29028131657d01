"use client";

import { ChevronDown, CircleAlert } from "lucide-react";
import { cloneElement, useId, type ComponentProps, type ReactElement, type ReactNode } from "react";
import { cx } from "./class-names";

/** What a control needs in order to belong to its label, hint and error. */
export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

type Control = ReactElement<Partial<ControlProps>> | ((props: ControlProps) => ReactNode);

/**
 * A label, its control, a hint and an error, tied together by ids. The control is the child: an
 * element that gets the ids, or a function of them.
 */
export function Field({
  label,
  hint,
  error,
  optional = false,
  hideLabel = false,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** Says "optional" beside the label. */
  optional?: boolean;
  hideLabel?: boolean;
  className?: string;
  children: Control;
}) {
  const id = useId();
  const hasHint = hint !== undefined && hint !== null;
  const hasError = error !== undefined && error !== null && error !== "";
  const described = [hasHint && `${id}-hint`, hasError && `${id}-error`].filter(Boolean).join(" ");
  const control: ControlProps = {
    id,
    "aria-describedby": described === "" ? undefined : described,
    "aria-invalid": hasError || undefined,
  };
  return (
    <div className={cx("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "text-sm font-medium"}>
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {typeof children === "function" ? children(control) : cloneElement(children, control)}
      {hasHint && (
        <div id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </div>
      )}
      {hasError && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

/** What is wrong with a control, which names it in `aria-describedby`. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <div id={id} className="flex items-start gap-1 text-xs font-medium text-broken">
      <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span>{children}</span>
    </div>
  );
}

const control =
  "w-full min-w-0 rounded-md border border-control bg-raised px-2.5 text-base text-text placeholder:text-faint aria-invalid:border-broken disabled:bg-inset disabled:text-muted";

/** One line of text. */
export function TextInput({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return <input {...rest} type={type} className={cx(control, "h-8", className)} />;
}

/** Several lines of text. */
export function TextArea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} rows={rows} className={cx(control, "py-1.5", className)} />;
}

/** The platform's own choice list. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cx("relative inline-flex min-w-0", className)}>
      <select {...rest} className={cx(control, "h-8 appearance-none pr-8")}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-2 right-2 size-4 text-muted"
      />
    </span>
  );
}
