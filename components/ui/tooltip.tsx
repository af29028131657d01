"use client";

import {
  cloneElement,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
  type RefObject,
} from "react";

const gap = 6;

/** Puts the tip under its anchor, or above it when there is no room, inside the window. */
function place(tip: HTMLElement, anchor: HTMLElement) {
  const at = anchor.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const below = at.bottom + gap + size.height <= window.innerHeight;
  const left = Math.min(at.left, window.innerWidth - size.width - 8);
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${below ? at.bottom + gap : Math.max(8, at.top - gap - size.height)}px`;
}

function Tip({
  id,
  anchor,
  onLeave,
  children,
}: {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  onLeave: () => void;
  children: ReactNode;
}) {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const tip = ref.current;
    if (tip === null || anchor.current === null) return;
    // The top layer: a scrolling table must not cut it off.
    if (typeof tip.showPopover === "function") tip.showPopover();
    place(tip, anchor.current);
  }, [anchor, children]);
  return (
    <span
      ref={ref}
      id={id}
      role="tooltip"
      popover="manual"
      onMouseLeave={onLeave}
      className="pointer-events-auto fixed m-0 w-max max-w-72 animate-appear rounded-md border border-hairline bg-raised px-2 py-1 text-left font-sans text-xs font-normal whitespace-normal text-text shadow-lift"
    >
      {children}
    </span>
  );
}

/**
 * A text that appears when its child is hovered or focused; Esc hides it, and the pointer may move
 * onto it (WCAG 1.4.13). The child must be one element. `labels`: the text repeats the child's name,
 * so it is not announced again.
 */
export function Tooltip({
  text,
  children,
  labels = false,
}: {
  text: ReactNode;
  children: ReactElement<{ "aria-describedby"?: string | undefined }>;
  labels?: boolean;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const show = useCallback(() => setOpen(true), []);
  const leave = useCallback(() => {
    // Focus by mouse does not count: the tip of a clicked button would stay for ever.
    if (anchor.current?.querySelector(":focus-visible") == null) setOpen(false);
  }, []);

  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") setOpen(false);
    };
    const close = () => setOpen(false);
    document.addEventListener("keydown", onKey);
    // The tip would be left behind by its anchor.
    window.addEventListener("scroll", close, { passive: true, capture: true });
    return () => {
      document.removeEventListener("keydown", onKey);
      window.removeEventListener("scroll", close, { capture: true });
    };
  }, [open]);

  const describedBy = open && !labels ? id : children.props["aria-describedby"];
  return (
    <span
      ref={anchor}
      className="inline-flex max-w-full min-w-0"
      onMouseEnter={show}
      onMouseLeave={leave}
      onFocus={(event) => {
        // A click focuses too; the tip would cover what the click has changed.
        if (event.target.matches(":focus-visible")) setOpen(true);
      }}
      onBlur={() => setOpen(false)}
    >
      {cloneElement(children, { "aria-describedby": describedBy })}
      {open && (
        <Tip id={id} anchor={anchor} onLeave={leave}>
          {text}
        </Tip>
      )}
    </span>
  );
}
