"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { useSingleKeys } from "./shortcuts";

const always = [
  { keys: ["Ctrl", "K"], does: "Search and go anywhere (Cmd+K on a Mac)" },
  { keys: ["Esc"], does: "Close what is open" },
];
const single = [
  { keys: ["/"], does: "Search" },
  { keys: ["u"], does: "Switch between UTC and local time" },
  { keys: ["j"], does: "Next purge in the list" },
  { keys: ["k"], does: "Purge before it" },
  { keys: ["Enter"], does: "Open the purge" },
  { keys: ["?"], does: "Show this list" },
];

function Keys({ rows }: { rows: typeof always }) {
  return (
    <ul className="divide-y divide-hairline">
      {rows.map((row) => (
        <li key={row.does} className="flex min-h-8 items-center justify-between gap-4 py-1">
          <span>{row.does}</span>
          <span className="flex shrink-0 gap-1">
            {row.keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** All shortcuts, and the switch that turns the single-key ones off. */
export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [on, setOn] = useSingleKeys();
  return (
    <Dialog open={open} onClose={onClose} title="Keyboard shortcuts">
      <Keys rows={always} />
      <label className="mt-4 flex min-h-8 items-center gap-2 font-medium">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={on}
          onChange={(event) => setOn(event.target.checked)}
        />
        Single-key shortcuts
      </label>
      <p className="mb-2 text-sm text-muted">
        {on
          ? "On. They work while no text is being typed."
          : "Off, remembered on this machine. None of these keys does anything:"}
      </p>
      <div className={on ? "" : "text-muted"}>
        <Keys rows={single} />
      </div>
    </Dialog>
  );
}
