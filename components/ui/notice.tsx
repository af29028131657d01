import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names";

export type NoticeTone = "info" | "fresh" | "old" | "broken" | "unknown";

const looks: Record<NoticeTone, { box: string; icon: ReactNode }> = {
  info: { box: "border-hairline bg-raised [&>svg]:text-accent-text", icon: <Info aria-hidden /> },
  fresh: {
    box: "border-fresh-line bg-fresh-soft [&>svg]:text-fresh",
    icon: <CircleCheck aria-hidden />,
  },
  old: {
    box: "border-old-line bg-old-soft [&>svg]:text-old",
    icon: <TriangleAlert aria-hidden />,
  },
  broken: {
    box: "border-broken-line bg-broken-soft [&>svg]:text-broken",
    icon: <CircleX aria-hidden />,
  },
  unknown: { box: "border-dashed border-control bg-panel", icon: <Info aria-hidden /> },
};

/**
 * A message in its place in the page: what happened, why, what to do. `urgent` has it spoken at once.
 */
export function Notice({
  tone = "info",
  title,
  children,
  action,
  urgent = false,
  className,
}: {
  tone?: NoticeTone;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  urgent?: boolean;
  className?: string;
}) {
  const { box, icon } = looks[tone];
  return (
    <div
      role={urgent ? "alert" : undefined}
      className={cx(
        "flex items-start gap-2 rounded-md border px-3 py-2 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0",
        box,
        className,
      )}
    >
      {icon}
      <div className="min-w-0 flex-1 wrap-anywhere">
        <div className="font-medium">{title}</div>
        {children !== undefined && <div className="mt-0.5 text-muted">{children}</div>}
        {action !== undefined && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  );
}
