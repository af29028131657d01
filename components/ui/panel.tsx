"use client";

import { X } from "lucide-react";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { IconButton } from "./button";
import { LiveRegion } from "./live";

const wide = "(min-width: 56.25rem)";

/**
 * Shows the dialog beside the page where there is room (the page stays usable), and as a page of its
 * own, modal, where there is not.
 */
function usePanel(onClose: () => void) {
  const ref = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    const opener = document.activeElement;
    const media = window.matchMedia(wide);
    const show = () => {
      if (dialog.open) dialog.close();
      if (media.matches) dialog.show();
      else dialog.showModal();
    };
    show();
    dialog.querySelector<HTMLElement>("[data-panel-title]")?.focus();
    const onKey = (event: KeyboardEvent) => {
      // A modal on top, or the modal form of this panel, gets Esc as its own event.
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (document.querySelector("dialog:modal") === null) close.current();
    };
    media.addEventListener("change", show);
    document.addEventListener("keydown", onKey);
    return () => {
      media.removeEventListener("change", show);
      document.removeEventListener("keydown", onKey);
      dialog.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return ref;
}

function OpenPanel({ onClose, title, actions, children }: Omit<SidePanelProps, "open">) {
  const ref = usePanel(onClose);
  const id = useId();
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="fixed inset-0 z-30 m-0 h-dvh max-h-none w-full max-w-none overflow-hidden border-0 bg-panel p-0 [--sticky-top:0px] wide:top-(--bar-height) wide:right-0 wide:left-auto wide:h-[calc(100dvh-var(--bar-height))] wide:w-[min(40rem,60vw)] wide:animate-[from-right_160ms_ease-out] wide:border-l wide:border-hairline wide:shadow-lift"
    >
      <div className="flex h-full flex-col">
        <div className="flex min-h-12 items-center justify-between gap-2 border-b border-hairline px-4">
          <h2
            id={id}
            data-panel-title
            tabIndex={-1}
            className="min-w-0 truncate text-lg font-semibold outline-none"
          >
            {title}
          </h2>
          <div className="flex shrink-0 items-center gap-1">
            {actions}
            <IconButton label="Close panel" onClick={onClose}>
              <X aria-hidden />
            </IconButton>
          </div>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
        <LiveRegion />
      </div>
    </dialog>
  );
}

export interface SidePanelProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** Beside the close button: a link to the full page. */
  actions?: ReactNode;
  children: ReactNode;
}

/**
 * A row's details: a panel at the right from 900 px on, a page of its own below. Esc closes it, focus
 * goes to its title and back to what opened it.
 */
export function SidePanel({ open, ...rest }: SidePanelProps) {
  return open ? <OpenPanel {...rest} /> : null;
}
