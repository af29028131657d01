"use client";

import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { cx } from "./class-names";
import { Tooltip } from "./tooltip";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "md" | "sm";

interface Look {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: ReactNode;
}

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-accent-contrast hover:bg-accent-hover",
  secondary: "border-control bg-raised text-text hover:bg-hover",
  ghost: "border-transparent bg-transparent text-text hover:bg-hover",
  danger: "border-transparent bg-danger text-danger-contrast hover:bg-danger-hover",
};

const blocked = "aria-disabled:cursor-not-allowed aria-disabled:text-muted";
const blockedBox = "aria-disabled:border-hairline aria-disabled:bg-inset";
const blockedGhost = "aria-disabled:hover:bg-transparent";

function look({ variant = "secondary", size = "md" }: Look, className?: string) {
  return cx(
    "inline-flex max-w-full shrink-0 items-center justify-center gap-1.5 rounded-md border text-base font-medium transition-colors duration-150 select-none",
    size === "md" ? "min-h-8 px-3 py-1" : "min-h-7 px-2 py-0.5 text-sm",
    "[&_svg]:size-4 [&_svg]:shrink-0",
    variants[variant],
    className,
  );
}

/**
 * A button. While `pending` it keeps its label and place, says so to screen readers and ignores
 * clicks. With `whyDisabled` it stays focusable and tells the reason instead of acting. With
 * `aria-disabled` alone it looks locked, and its click goes through to whoever says why.
 */
export function Button({
  variant,
  size,
  icon,
  pending = false,
  whyDisabled,
  className,
  children,
  onClick,
  disabled,
  type = "button",
  ...rest
}: ComponentProps<"button"> &
  Look & { pending?: boolean | undefined; whyDisabled?: string | undefined }) {
  const inert = pending || disabled === true || whyDisabled !== undefined;
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (inert) event.preventDefault();
    else onClick?.(event);
  };
  const button = (
    <button
      {...rest}
      type={type}
      className={look(
        { variant, size },
        cx(
          pending ? "cursor-progress" : blocked,
          !pending && (variant === "ghost" ? blockedGhost : blockedBox),
          className,
        ),
      )}
      // aria-disabled and not disabled: focus stays where it is when the button locks.
      aria-disabled={inert || rest["aria-disabled"]}
      aria-busy={pending || undefined}
      onClick={click}
    >
      {pending ? <LoaderCircle aria-hidden className="animate-turn" /> : icon}
      {children}
    </button>
  );
  return whyDisabled === undefined ? button : <Tooltip text={whyDisabled}>{button}</Tooltip>;
}

/** A link that looks like a button: for going somewhere, never for doing something. */
export function ButtonLink({
  variant,
  size,
  icon,
  className,
  children,
  ...rest
}: ComponentProps<typeof Link> & Look) {
  return (
    <Link {...rest} className={look({ variant, size }, className)}>
      {icon}
      {children}
    </Link>
  );
}

/** A square button with an icon alone; `label` is its name. */
export function IconButton({
  label,
  children,
  className,
  type = "button",
  ...rest
}: Omit<ComponentProps<"button">, "aria-label"> & { label: string }) {
  return (
    <Tooltip text={label} labels>
      <button
        {...rest}
        type={type}
        aria-label={label}
        className={cx(
          "inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text [&_svg]:size-4",
          className,
        )}
      >
        {children}
      </button>
    </Tooltip>
  );
}
