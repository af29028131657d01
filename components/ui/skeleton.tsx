import type { ReactNode } from "react";
import { cx } from "./class-names";

/** One grey block in the size of what will stand there. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx("breathing block h-4 rounded-sm bg-inset", className)} />;
}

/** Placeholders that keep their place from the start and are seen only after 200 ms. */
export function DelayedSkeleton({
  children,
  label = "Loading",
  className,
}: {
  children: ReactNode;
  label?: string;
  className?: string;
}) {
  return (
    <div aria-busy className={cx("late", className)}>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}

/** Placeholders for the rows of a table or list. */
export function SkeletonRows({ rows = 8, label }: { rows?: number; label?: string }) {
  return (
    <DelayedSkeleton {...(label === undefined ? {} : { label })}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-9 items-center gap-4 border-b border-hairline px-3">
          <Skeleton className="h-3 w-24" />
          <Skeleton className="h-3 flex-1" />
          <Skeleton className="h-3 w-16" />
        </div>
      ))}
    </DelayedSkeleton>
  );
}
