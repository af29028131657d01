"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/class-names";
import { BrandMark } from "./brand-mark";
import { EnvironmentCard } from "./environment-mark";
import { ApprovalCount, Count, FailureCount, useApprovalCount } from "./navigation-counts";
import { isAt, type Place, placesFor } from "./places";
import { useViewer } from "./viewer";

const inBar =
  "relative flex h-14 w-full flex-col items-center justify-center gap-1 rounded-md text-xs -outline-offset-2";
const inList =
  "relative flex h-9 flex-row items-center justify-start gap-2.5 rounded-md px-2 text-base -outline-offset-2";
const inColumn = "wide:h-8 wide:flex-row wide:justify-start wide:gap-2.5 wide:px-2 wide:text-base";

function PlaceLink({ place, listed = false }: { place: Place; listed?: boolean }) {
  const current = isAt(usePathname(), place.href);
  return (
    <Link
      href={place.href}
      aria-current={current ? "page" : undefined}
      className={cx(
        listed ? inList : cx(inBar, inColumn),
        "[&_svg]:size-4",
        current
          ? "font-medium text-accent-text wide:bg-accent-soft"
          : "text-muted hover:text-text wide:hover:bg-hover",
      )}
    >
      {place.icon}
      <span className="max-w-full truncate">{place.label}</span>
      {place.counts === "failures" && <FailureCount />}
      {place.counts === "approvals" && <ApprovalCount listed={listed} />}
    </Link>
  );
}

/** On small screens: the places that the bar has no room for. */
function More({ places }: { places: readonly Place[] }) {
  const pathname = usePathname();
  const count = useApprovalCount();
  const current = places.some(({ href }) => isAt(pathname, href));
  return (
    <li className="min-w-0 flex-1 wide:hidden">
      <button
        type="button"
        popoverTarget="more-places"
        className={cx(inBar, current ? "font-medium text-accent-text" : "text-muted")}
      >
        <Ellipsis aria-hidden className="size-4" />
        More
        <Count count={count} what="wait for you" />
      </button>
      {/* A new address closes it: the same element would stay open over the next screen. */}
      <div
        key={pathname}
        id="more-places"
        popover="auto"
        className="inset-auto right-2 bottom-[calc(var(--bottom-bar-height)+0.25rem)] m-0 w-56 rounded-md border border-hairline bg-raised p-2 text-text shadow-lift"
      >
        <ul>
          {places.map((place) => (
            <li key={place.href}>
              <PlaceLink place={place} listed />
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}

/** The screens: a column at the left from 900 px on, a bar at the bottom below. */
export function Navigation() {
  const { role } = useViewer();
  const places = placesFor(role);
  const settings = places.filter((place) => place.settings);
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
          {places
            .filter((place) => !place.settings)
            .map((place) => (
              <li
                key={place.href}
                className={cx("min-w-0 flex-1 wide:flex-none", !place.first && "max-wide:hidden")}
              >
                <PlaceLink place={place} />
              </li>
            ))}
          <More places={places.filter((place) => !place.first)} />
        </ul>
        {settings.length > 0 && (
          <div className="hidden wide:block">
            <p id="settings-places" className="mt-4 mb-1 px-2 text-xs font-medium text-muted">
              Settings
            </p>
            <ul aria-labelledby="settings-places" className="flex flex-col gap-0.5">
              {settings.map((place) => (
                <li key={place.href}>
                  <PlaceLink place={place} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </nav>
      <Footer />
    </div>
  );
}

function Footer() {
  const pathname = usePathname();
  return (
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
  );
}
