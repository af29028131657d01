"use client";

import { useLayoutEffect, useReducer, useRef, type RefObject } from "react";

/**
 * An element that takes the focus once the screen is drawn again. Asked for while a dialog closes, it has to
 * wait: under a dialog that is still open nothing can take the focus.
 */
export function useFocusNext<T extends HTMLElement>(): [RefObject<T | null>, () => void] {
  const ref = useRef<T>(null);
  const [asked, ask] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => {
    if (asked > 0) ref.current?.focus();
  }, [asked]);
  return [ref, ask];
}
