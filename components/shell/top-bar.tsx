"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { ClockSwitch } from "./clock-switch";
import { PersonMenu } from "./person-menu";
import { useCommandKey, useSingleKey } from "./shortcuts";
import { ThemeSwitch } from "./theme-switch";

const loadPalette = () => import("./command-palette").then((module) => module.CommandPalette);

// Not part of the first load: most visits never need them.
const CommandPalette = dynamic(loadPalette, { ssr: false });
const ShortcutsDialog = dynamic(
  () => import("./shortcuts-dialog").then((module) => module.ShortcutsDialog),
  { ssr: false },
);

const OwnSessionsDialog = dynamic(
  () =>
    import("@/components/people/own-sessions-dialog").then((module) => module.OwnSessionsDialog),
  { ssr: false },
);

/** One bar: search, clock, theme, person and role. */
export function TopBar() {
  const [open, setOpen] = useState<"search" | "shortcuts" | "sessions" | null>(null);
  const close = () => setOpen(null);
  // Fetched once the screen stands, so that nothing typed after "/" is lost while it loads.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 200);
    return () => clearTimeout(timer);
  }, []);
  useCommandKey(() => setOpen("search"));
  useSingleKey(["/"], () => setOpen("search"));
  useSingleKey(["?"], () => setOpen("shortcuts"));
  return (
    <header className="sticky top-0 z-20 flex h-(--bar-height) items-center gap-1 border-b border-hairline bg-panel px-3 wide:gap-2 wide:px-5">
      <button
        type="button"
        onClick={() => setOpen("search")}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md border border-control bg-raised px-2.5 text-left text-faint hover:bg-hover wide:max-w-md"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0 flex-1 truncate">
          <span className="max-sm:hidden">Tenant, URL, tag, ticket, purge id</span>
          <span className="sm:hidden">Search</span>
        </span>
        <span aria-hidden className="hidden gap-1 wide:flex">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <span className="hidden flex-1 wide:block" />
      <ClockSwitch />
      <ThemeSwitch />
      <PersonMenu onShortcuts={() => setOpen("shortcuts")} onSessions={() => setOpen("sessions")} />
      {open === "search" && <CommandPalette onClose={close} />}
      {open === "sessions" && <OwnSessionsDialog onClose={close} />}
      {open === "shortcuts" && <ShortcutsDialog open onClose={close} />}
    </header>
  );
}
