"use client";

import { useSingleKey } from "@/components/shell/shortcuts";

/** j and k move the focus from row to row; Enter then opens the row, as on any link. */
export function useRowKeys(): void {
  useSingleKey(["j", "k"], (key) => {
    const links = [...document.querySelectorAll<HTMLElement>("[data-purge-row] a[data-opens-row]")];
    const at = links.findIndex((link) =>
      link.closest("[data-purge-row]")?.contains(document.activeElement),
    );
    const next = links[key === "j" ? at + 1 : Math.max(at - 1, 0)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  });
}
