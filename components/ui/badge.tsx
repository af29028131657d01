import {
  CircleCheck,
  CircleQuestionMark,
  CircleSlash,
  CircleX,
  History,
  Snowflake,
} from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names";

export type Tone =
  "fresh" | "cold" | "old" | "broken" | "outside" | "unknown" | "neutral" | "accent";

const tones: Record<Tone, string> = {
  fresh: "border-fresh-line bg-fresh-soft text-fresh",
  cold: "border-cold-line bg-cold-soft text-cold",
  old: "border-old-line bg-old-soft text-old",
  broken: "border-broken-line bg-broken-soft text-broken",
  outside: "border-outside-line bg-outside-soft text-outside",
  unknown: "border-dashed border-outside-line hatched text-muted",
  neutral: "border-hairline bg-raised text-muted",
  accent: "border-accent-soft bg-accent-soft text-accent-text",
};

const icons: Record<Tone, ReactNode> = {
  fresh: <CircleCheck aria-hidden />,
  cold: <Snowflake aria-hidden />,
  old: <History aria-hidden />,
  broken: <CircleX aria-hidden />,
  outside: <CircleSlash aria-hidden />,
  unknown: <CircleQuestionMark aria-hidden />,
  neutral: null,
  accent: null,
};

/** A word with its meaning as colour and icon. Without `icon` it has the tone's own; null: none. */
export function Badge({
  tone,
  icon,
  mono = false,
  className,
  children,
}: {
  tone: Tone;
  icon?: ReactNode;
  mono?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        "inline-flex min-h-5 max-w-full items-center gap-1 rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3 [&_svg]:shrink-0",
        mono && "font-mono",
        tones[tone],
        className,
      )}
    >
      {icon === undefined ? icons[tone] : icon}
      {children}
    </span>
  );
}
