"use client";

import { useEffect, useLayoutEffect, useRef, type ReactNode } from "react";
import { useViewer } from "@/components/shell/viewer";
import { Button, type ButtonSize } from "@/components/ui/button";
import type { useCancelPurge } from "@/lib/queries/purges";
import type { Purge } from "@/lib/schemas/purges";
import { whyNotPurge } from "./purge-rights";

/** Has `onFocusLost` told when the element goes away while it has the focus, before it is gone. */
function useKeepsFocus(focusFirst: boolean, onFocusLost: () => void) {
  const ref = useRef<HTMLButtonElement>(null);
  const lost = useRef(onFocusLost);
  useEffect(() => {
    lost.current = onFocusLost;
  });
  useLayoutEffect(() => {
    const button = ref.current;
    if (focusFirst) button?.focus();
    return () => {
      if (button !== null && document.activeElement === button) lost.current();
    };
  }, [focusFirst]);
  return ref;
}

/**
 * Cancels a purge at once: there may be seconds only, so nothing is asked. It goes away when it is too
 * late; the focus that it had then goes where `onFocusLost` puts it.
 */
export function CancelButton({
  purge,
  cancel,
  label,
  size,
  icon,
  className,
  focusFirst = false,
  onFocusLost,
  children,
}: {
  purge: Purge;
  cancel: ReturnType<typeof useCancelPurge>;
  /** The accessible name, where the text alone does not say of what. */
  label?: string;
  size?: ButtonSize;
  icon?: ReactNode;
  className?: string;
  /** Takes the focus when it appears: whoever has just sent the purge can cancel with one key. */
  focusFirst?: boolean;
  onFocusLost: () => void;
  children: ReactNode;
}) {
  const { role } = useViewer();
  const ref = useKeepsFocus(focusFirst, onFocusLost);
  return (
    <Button
      ref={ref}
      size={size}
      icon={icon}
      className={className}
      aria-label={label}
      whyDisabled={whyNotPurge(role, purge)}
      pending={cancel.isPending}
      onKeyDown={(event) => {
        // The Enter that sent the form may still be held down.
        if (event.repeat) event.preventDefault();
      }}
      onClick={() => cancel.mutate()}
    >
      {children}
    </Button>
  );
}
