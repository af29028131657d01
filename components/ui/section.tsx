import { useId, type ReactNode } from "react";
import { cx } from "./class-names";

/** A titled part of a screen on its own panel. `flush`: the content reaches the panel's edges. */
export function Section({
  id,
  title,
  note,
  actions,
  flush = false,
  className,
  children,
}: {
  /** For links to this part of the screen. */
  id?: string;
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section
      id={id}
      aria-labelledby={titleId}
      className={cx("min-w-0 rounded-md border border-hairline bg-panel", className)}
    >
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-1.5">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <h2 id={titleId} className="text-lg font-semibold">
            {title}
          </h2>
          {note !== undefined && <span className="text-sm text-muted">{note}</span>}
        </div>
        {actions}
      </div>
      <div className={flush ? "border-t border-hairline" : "px-3 pb-3"}>{children}</div>
    </section>
  );
}
