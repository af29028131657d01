"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/class-names";
import { failureCountQuery } from "@/lib/queries/failures";
import { BrandMark } from "./brand-mark";
import { EnvironmentCard } from "./environment-mark";
import { isAt, placesFor } from "./places";
import { useViewer } from "./viewer";

/** How many failures need a person; nothing while there are none, or while it is not known. */
function FailureCount() {
  const { data: count = 0 } = useQuery(failureCountQuery());
  if (count === 0) return null;
  return (
    <span className="absolute top-1.5 left-1/2 ml-2 min-w-5 rounded-full border border-broken-line bg-broken-soft px-1.5 text-center text-xs font-medium text-broken tabular wide:static wide:ml-auto">
      {count > 999 ? "999+" : count}
      <span className="sr-only"> need a person</span>
    </span>
  );
}

/** The screens: a column at the left from 900 px on, a bar at the bottom below. */
export function Navigation() {
  const { role } = useViewer();
  const pathname = usePathname();
  return (
    <div className="fixed inset-x-0 bottom-0 z-20 flex flex-col border-t border-hairline bg-panel pb-[env(safe-area-inset-bottom)] wide:sticky wide:inset-auto wide:top-0 wide:h-dvh wide:overflow-y-auto wide:border-t-0 wide:border-r wide:pb-0">
      <nav aria-label="Main" className="wide:flex-1 wide:px-2">
        <Link
          href="/"
          className="mb-2 hidden h-(--bar-height) items-center gap-2 px-2 font-semibold wide:flex"
        >
          <BrandMark />
          Purge Console
        </Link>
        <ul className="flex wide:flex-col wide:gap-0.5">
          {placesFor(role).map((place) => {
            const current = isAt(pathname, place.href);
            return (
              <li key={place.href} className="min-w-0 flex-1 wide:flex-none">
                <Link
                  href={place.href}
                  aria-current={current ? "page" : undefined}
                  className={cx(
                    "relative flex h-14 flex-col items-center justify-center gap-1 rounded-md text-xs -outline-offset-2 wide:h-8 wide:flex-row wide:justify-start wide:gap-2.5 wide:px-2 wide:text-base [&_svg]:size-4",
                    current
                      ? "font-medium text-accent-text wide:bg-accent-soft"
                      : "text-muted hover:text-text wide:hover:bg-hover",
                  )}
                >
                  {place.icon}
                  <span className="max-w-full truncate">{place.label}</span>
                  {place.counts === "failures" && <FailureCount />}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      <footer className="hidden border-t border-hairline p-3 wide:block">
        <Link
          href="/api-reference"
          aria-current={isAt(pathname, "/api-reference") ? "page" : undefined}
          className="mb-2 inline-flex min-h-6 items-center text-sm text-muted hover:text-text hover:underline aria-[current]:text-accent-text"
        >
          API reference
        </Link>
        <EnvironmentCard />
      </footer>
    </div>
  );
}
