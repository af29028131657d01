"use client";

import { useMutation } from "@tanstack/react-query";
import { ChevronRight, LoaderCircle, TriangleAlert } from "lucide-react";
import { useTakenOver } from "@/components/ui/taken-over";
import { signInForPractice } from "@/lib/queries/api-client";
import { ownAddress } from "@/lib/queries/sign-in-return";
import type { Role } from "@/lib/schemas/words";
import { ProblemNotice } from "./problem-notice";

const people: readonly { role: Role; email: string; can: string }[] = [
  {
    role: "support",
    email: "support@example.com",
    can: "Finds a tenant, purges its pages or all of it, and compares it with another tenant.",
  },
  {
    role: "engineer",
    email: "engineer@example.com",
    can: "All that support can, also by prefix and host of one tenant; reads the audit.",
  },
  {
    role: "auditor",
    email: "auditor@example.com",
    can: "Reads everything, the audit included. Changes nothing.",
  },
  { role: "admin", email: "admin@example.com", can: "Has every permission of this console." },
];

function Person({
  person,
  ready,
  pending,
  onPick,
}: {
  person: (typeof people)[number];
  ready: boolean;
  pending: boolean;
  onPick: () => void;
}) {
  return (
    <button
      type="button"
      disabled={!ready}
      aria-busy={pending || undefined}
      onClick={onPick}
      className="flex w-full items-center gap-3 px-3 py-2.5 text-left -outline-offset-2 hover:bg-hover"
    >
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium capitalize">{person.role}</span>
          <span className="font-mono text-sm text-muted">{person.email}</span>
        </span>
        <span className="block text-sm text-muted">{person.can}</span>
      </span>
      {pending ? (
        <LoaderCircle aria-hidden className="size-4 shrink-0 animate-turn text-muted" />
      ) : (
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
      )}
    </button>
  );
}

/** One-click people, one for each role. Signing in goes to the address that was wanted. */
export function PracticePeople({ callbackUrl }: { callbackUrl: string }) {
  // A press before that would be lost.
  const ready = useTakenOver();
  const enter = useMutation({
    mutationFn: signInForPractice,
    // A full load: the server draws the frame for the person who has just signed in.
    onSuccess: () => window.location.assign(ownAddress(callbackUrl)),
  });
  const busy = enter.isPending || enter.isSuccess;
  return (
    <>
      <ul className="divide-y divide-hairline overflow-hidden rounded-md border border-hairline bg-raised">
        {people.map((person) => (
          <li key={person.email}>
            <Person
              person={person}
              ready={ready}
              pending={busy && enter.variables === person.email}
              onPick={() => {
                if (!busy) enter.mutate(person.email);
              }}
            />
          </li>
        ))}
      </ul>
      <p className="mt-3 flex items-start gap-1.5 text-sm text-muted">
        <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-old" />
        Practice sign-in is on: no password is asked, anybody who reaches this page can be anybody.
      </p>
      {enter.error !== null && (
        <div className="mt-3">
          <ProblemNotice title="Signing in did not work" error={enter.error} />
        </div>
      )}
    </>
  );
}
