"use client";

import { useMemo } from "react";
import { useStored } from "@/components/ui/stored";

/** Something that was opened from the search box. */
export interface Recent {
  href: string;
  label: string;
  note: string;
}

const most = 8;

function isRecent(value: unknown): value is Recent {
  return (
    typeof value === "object" &&
    value !== null &&
    "href" in value &&
    "label" in value &&
    "note" in value &&
    typeof value.label === "string" &&
    typeof value.note === "string" &&
    // Only places of this console: what is stored could have been written by anything.
    typeof value.href === "string" &&
    /^\/(?![/\\])/.test(value.href)
  );
}

function parse(text: string | null): Recent[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter(isRecent).slice(0, most) : [];
  } catch {
    return [];
  }
}

/** What was opened last from the search box, newest first, and how to add to it. Per person. */
export function useRecents(person: string): [Recent[], (recent: Recent) => void] {
  const [stored, store] = useStored(`recent:${person}`);
  const recents = useMemo(() => parse(stored), [stored]);
  const add = (recent: Recent) => {
    const others = recents.filter((each) => each.href !== recent.href);
    store(JSON.stringify([recent, ...others].slice(0, most)));
  };
  return [recents, add];
}
