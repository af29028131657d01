"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { cx } from "./class-names";
import { useAnnounce } from "./live";
import { Tooltip } from "./tooltip";

/** Puts text on the clipboard; answers whether that worked. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard without https. The old way still works there.
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without https
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** Copies, says so aloud, and answers "copied" for a moment. */
export function useCopy(): { copied: boolean; copy: (text: string) => void } {
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (text: string) => {
    void copyText(text).then((done) => {
      announce(done ? "Copied" : "Could not copy");
      setCopied(done);
    });
  };
  return { copied, copy };
}

const hidden =
  "[@media(hover:hover)]:opacity-0 [@media(hover:hover)]:group-hover/copy:opacity-100 [@media(hover:hover)]:group-hover/row:opacity-100 [@media(hover:hover)]:focus-visible:opacity-100";

/** A small button that copies `value`; `label` says of what ("tenant id"). */
export function CopyButton({
  value,
  label,
  quiet = false,
  className,
}: {
  value: string;
  label: string;
  className?: string;
  /** Seen only when its row or value is hovered, or it has focus; always where there is no hover. */
  quiet?: boolean;
}) {
  const { copied, copy } = useCopy();
  return (
    <Tooltip text={copied ? "Copied" : `Copy ${label}`} labels>
      <button
        type="button"
        aria-label={`Copy ${label}`}
        onClick={() => copy(value)}
        className={cx(
          "inline-flex size-6 shrink-0 items-center justify-center rounded-sm hover:bg-hover hover:text-text [&_svg]:size-3.5",
          copied ? "text-fresh" : "text-faint",
          quiet && !copied && hidden,
          className,
        )}
      >
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      </button>
    </Tooltip>
  );
}

/**
 * A value that can be copied with one click: an id, a tag, a URL. `children` is what is shown in
 * place of the value, `label` names it for screen readers. `quiet` shows the button only on hover and
 * focus, for dense tables. `whole` takes as many lines as the value needs: for evidence.
 */
export function Copyable({
  value,
  label,
  children,
  mono = true,
  quiet = false,
  whole = false,
  className,
}: {
  value: string;
  label?: string | undefined;
  children?: ReactNode;
  mono?: boolean;
  quiet?: boolean;
  whole?: boolean;
  className?: string;
}) {
  return (
    <span
      className={cx(
        "group/copy inline-flex max-w-full min-w-0 items-center gap-0.5 [&>:last-child]:shrink-0",
        className,
      )}
    >
      <span
        className={cx(
          "min-w-0",
          whole ? "wrap-anywhere" : "truncate",
          mono && "font-mono text-[0.93em]",
        )}
        title={children === undefined ? value : undefined}
      >
        {children ?? value}
      </span>
      <CopyButton
        value={value}
        label={label === undefined ? value : `${label} ${value}`}
        quiet={quiet}
      />
    </span>
  );
}
