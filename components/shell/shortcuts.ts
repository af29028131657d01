"use client";

import { useEffect, useRef } from "react";
import { useStored } from "@/components/ui/stored";

/** Whether keys without Ctrl work: a person who dictates or slips can turn them off (WCAG 2.1.4). */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const [stored, store] = useStored("single-key-shortcuts");
  return [stored !== "off", (on) => store(on ? "on" : "off")];
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select"))
  );
}

/** A key pressed for the page: not while typing, not under a modal dialog, not for the browser. */
function isForPage(event: KeyboardEvent): boolean {
  return (
    !event.defaultPrevented &&
    !event.isComposing &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey &&
    !isTyping(event.target) &&
    document.querySelector("dialog:modal") === null
  );
}

/**
 * Runs `act` when one of the keys is pressed alone, unless single-key shortcuts are turned off. Keys
 * are those of KeyboardEvent.key ("/", "j").
 */
export function useSingleKey(keys: readonly string[], act: (key: string) => void): void {
  const [on] = useSingleKeys();
  const latest = useRef({ keys, act });
  useEffect(() => {
    latest.current = { keys, act };
  });
  useEffect(() => {
    if (!on) return;
    const onKey = (event: KeyboardEvent) => {
      if (!isForPage(event) || !latest.current.keys.includes(event.key)) return;
      event.preventDefault();
      latest.current.act(event.key);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [on]);
}

/** Runs `act` on Ctrl+K or Cmd+K, wherever the focus is. */
export function useCommandKey(act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey)
        return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
