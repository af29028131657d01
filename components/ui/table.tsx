"use client";

import { useEffect, useRef, useState, type ComponentProps } from "react";
import { cx } from "./class-names";

/** Whether the content of an element is wider than the element. */
function useOverflows() {
  const ref = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const box = ref.current;
    const content = box?.firstElementChild;
    if (!box || !content) return;
    const observer = new ResizeObserver(() => {
      setOverflows(content.scrollWidth > box.clientWidth + 1);
    });
    observer.observe(box);
    observer.observe(content);
    return () => observer.disconnect();
  }, []);
  return { ref, overflows };
}

/**
 * A dense table. Its header sticks under the bar; when there is no room for all columns the table
 * scrolls sideways in a region that the keyboard reaches (the header then stays in its place, since
 * a scrolling box is what sticky sticks to). `stacked`: on small screens rows become blocks, and each
 * Td says its column by `label`.
 */
export function Table({
  label,
  stacked = false,
  className,
  children,
  ...rest
}: Omit<ComponentProps<"table">, "aria-label"> & { label: string; stacked?: boolean }) {
  const { ref, overflows } = useOverflows();
  return (
    <div
      ref={ref}
      className={cx(
        // A painting of its own: without it each key typed into a filter above paints every row anew.
        "isolate",
        // On small screens by the style sheet alone: before the script runs nothing may stick out.
        "min-w-0 max-md:relative max-md:overflow-x-auto max-md:[--sticky-top:auto]",
        overflows && "relative overflow-x-auto -outline-offset-2 [--sticky-top:auto]",
      )}
      {...(overflows
        ? { role: "region", "aria-label": `${label}, scrolls sideways`, tabIndex: 0 }
        : {})}
    >
      <table
        {...rest}
        aria-label={label}
        data-stacked={stacked || undefined}
        className={cx("w-full border-separate border-spacing-0 text-sm", className)}
      >
        {children}
      </table>
    </div>
  );
}

/** A column's head. */
export function Th({
  numeric = false,
  className,
  ...rest
}: ComponentProps<"th"> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      {...rest}
      className={cx(
        "sticky top-(--sticky-top) z-10 h-8 border-b border-hairline bg-panel px-3 text-xs font-medium whitespace-nowrap text-muted",
        numeric ? "text-right" : "text-left",
        className,
      )}
    />
  );
}

/** A row; `selected` marks the one whose panel is open. */
export function Tr({
  selected = false,
  className,
  ...rest
}: ComponentProps<"tr"> & { selected?: boolean }) {
  return (
    <tr
      {...rest}
      data-selected={selected || undefined}
      className={cx("group/row hover:bg-hover", selected && "bg-accent-soft", className)}
    />
  );
}

/** A cell. `label` is the column's name, needed in a stacked table. */
export function Td({
  numeric = false,
  mono = false,
  label,
  className,
  ...rest
}: ComponentProps<"td"> & { numeric?: boolean; mono?: boolean; label?: string | undefined }) {
  return (
    <td
      {...rest}
      data-label={label}
      className={cx(
        "h-9 border-b border-hairline px-3 py-1.5 align-middle",
        numeric ? "text-right font-mono tabular" : "text-left",
        mono && "font-mono",
        className,
      )}
    />
  );
}
