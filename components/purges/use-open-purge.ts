"use client";

import { useQueryState } from "nuqs";
import { parseAsText } from "./address-text";

/** Which purge's panel is open: part of the address, so that Back closes it and a link opens it. */
export function useOpenPurge() {
  return useQueryState("purge", parseAsText.withOptions({ history: "push" }));
}
