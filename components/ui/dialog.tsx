"use client";

import { X } from "lucide-react";
import { useLayoutEffect, useId, useRef, type ReactNode } from "react";
import { IconButton } from "./button";
import { cx } from "./class-names";
import { LiveRegion } from "./live";

/** Opens the modal while it is mounted; closing it gives focus back to where it was. */
function useModal() {
  const ref = useRef<HTMLDialogElement>(null);
  // Before React removes it: a dialog that is gone cannot give the focus back when it closes.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    dialog.showModal();
    // The platform would take the close button. React's autoFocus came too early: it was closed.
    const first =
      dialog.querySelector<HTMLElement>("[data-autofocus]") ?? dialog.querySelector("h2");
    first?.focus();
    return () => dialog.close();
  }, []);
  return ref;
}

function OpenDialog({
  onClose,
  title,
  hideTitle = false,
  footer,
  className,
  children,
}: Omit<DialogProps, "open">) {
  const ref = useModal();
  const id = useId();
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onCancel={(event) => {
        // React decides when it closes: what is open is somebody's state.
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        // Browsers let a page refuse one cancel and close at the next: by the key itself each can be refused.
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
      className={cx(
        "m-auto max-h-[calc(100dvh-2rem)] w-full max-w-[min(32rem,calc(100vw-1.5rem))] animate-appear overflow-hidden rounded-md border border-hairline bg-raised p-0 shadow-lift",
        className,
      )}
    >
      {/* Without a box of its own the padding would count as the backdrop. */}
      <div className="flex max-h-[calc(100dvh-2rem)] flex-col">
        <div
          className={hideTitle ? "sr-only" : "flex items-center justify-between gap-2 px-4 pt-3"}
        >
          <h2 id={id} tabIndex={-1} className="text-lg outline-none font-semibold wrap-anywhere">
            {title}
          </h2>
          {!hideTitle && (
            <IconButton label="Close" onClick={onClose}>
              <X aria-hidden />
            </IconButton>
          )}
        </div>
        <div className={cx("min-h-0 overflow-y-auto", !hideTitle && "px-4 py-3")}>{children}</div>
        {footer !== undefined && (
          <div className="flex flex-wrap justify-end gap-2 border-t border-hairline px-4 py-3">
            {footer}
          </div>
        )}
        <LiveRegion />
      </div>
    </dialog>
  );
}

export interface DialogProps {
  open: boolean;
  /** Esc, the close button and a click beside the dialog ask for this. */
  onClose: () => void;
  title: ReactNode;
  /** Keeps the title for screen readers alone. */
  hideTitle?: boolean;
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
}

/**
 * A modal dialog: the platform's own, so that focus is kept inside and given back. Focus starts at its
 * title, or at the element inside that has `data-autofocus`.
 */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}
