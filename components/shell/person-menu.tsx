"use client";

import { CircleUserRound, Keyboard, LogOut, MonitorSmartphone } from "lucide-react";
import { useMutation } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { signOut } from "@/lib/queries/api-client";
import { permissions, type Permission } from "@/lib/schemas/permissions";
import type { Role } from "@/lib/schemas/words";
import { useViewer } from "./viewer";

const words: readonly [Permission, string][] = [
  ["purge.object", "purge pages and objects of a tenant"],
  ["purge.tenant", "purge everything of one tenant"],
  ["purge.section", "purge a prefix or host of one tenant"],
  ["purge.resolve", "close failed purges"],
  ["comparison.run", "compare tenants"],
  ["audit.read", "read the audit"],
];

function Rights({ role }: { role: Role }) {
  return (
    <ul className="text-sm text-muted">
      {words.map(([permission, text]) => {
        const has = (permissions[permission] as readonly Role[]).includes(role);
        return (
          <li key={permission} className="flex gap-2">
            <span className="w-14 shrink-0 font-medium">{has ? "can" : "cannot"}</span>
            <span>{text}</span>
          </li>
        );
      })}
    </ul>
  );
}

interface Opens {
  onShortcuts: () => void;
  onSessions: () => void;
}

/** Where the menu leads: the shortcuts, one's sessions, and out. */
function Ways({ onShortcuts, onSessions }: Opens) {
  const leave = useMutation({
    mutationFn: signOut,
    // A full load: nothing of this person may stay in the browser's memory.
    onSuccess: () => window.location.assign(new URL("/sign-in", window.location.origin)),
  });
  return (
    <div className="mt-3 flex flex-col gap-1 border-t border-hairline pt-2">
      <Button
        variant="ghost"
        className="justify-start"
        icon={<Keyboard aria-hidden />}
        popoverTarget="person-menu"
        popoverTargetAction="hide"
        onClick={onShortcuts}
      >
        Keyboard shortcuts
      </Button>
      <Button
        variant="ghost"
        className="justify-start"
        icon={<MonitorSmartphone aria-hidden />}
        popoverTarget="person-menu"
        popoverTargetAction="hide"
        onClick={onSessions}
      >
        Your sessions
      </Button>
      <Button
        variant="ghost"
        className="justify-start"
        icon={<LogOut aria-hidden />}
        pending={leave.isPending}
        onClick={() => leave.mutate()}
      >
        Sign out
      </Button>
      {leave.error !== null && (
        <p role="alert" className="px-3 text-sm text-broken">
          {leave.error.message}
        </p>
      )}
    </div>
  );
}

/** Who is signed in, what the role includes, the shortcuts, and the way out. */
export function PersonMenu({ onShortcuts, onSessions }: Opens) {
  const { email, role } = useViewer();
  return (
    <>
      <Button
        variant="ghost"
        className="px-2"
        icon={<CircleUserRound aria-hidden className="max-[22rem]:hidden" />}
        popoverTarget="person-menu"
        aria-label={`Role ${role}, signed in as ${email}. Open menu`}
      >
        <span className="text-sm">{role}</span>
      </Button>
      <div
        id="person-menu"
        popover="auto"
        role="dialog"
        aria-label="Account"
        className="inset-auto top-[calc(var(--bar-height)+0.25rem)] right-2 m-0 w-72 max-w-[calc(100vw-1rem)] rounded-md border border-hairline bg-raised p-3 text-text shadow-lift"
      >
        <p className="font-medium wrap-anywhere">{email}</p>
        <p className="mb-2 text-sm text-muted">Role: {role}</p>
        <Rights role={role} />
        <Ways onShortcuts={onShortcuts} onSessions={onSessions} />
      </div>
    </>
  );
}
