"use client";

import { ReasonDialog } from "@/components/failures/reason-dialog";
import { useAnnounce } from "@/components/ui/live";
import {
  useDisablePerson,
  useEnablePerson,
  useEndSessionsOf,
  useGrantBreakGlass,
} from "@/lib/queries/people";
import type { Person } from "@/lib/schemas/people";

export type PersonAction = "disable" | "enable" | "end sessions" | "give glass" | "take glass";

const words = {
  disable: {
    question: "Why are they kept out?",
    problem: "They were not disabled",
    done: "The person is disabled.",
  },
  enable: {
    question: "Why are they let in again?",
    problem: "They were not enabled",
    done: "The person is enabled.",
  },
  "end sessions": {
    question: "Why do their sessions end?",
    problem: "The sessions were not ended",
    done: "The sessions have ended.",
  },
  "give glass": {
    question: "Why may they?",
    problem: "They were not given the right",
    done: "They may go past the second person now.",
  },
  "take glass": {
    question: "Why may they not any more?",
    problem: "The right was not taken back",
    done: "They may not go past the second person any more.",
  },
} as const;

const titles = {
  disable: (name: string) => `Disable ${name}`,
  enable: (name: string) => `Enable ${name}`,
  "end sessions": (name: string) => `End all sessions of ${name}`,
  "give glass": (name: string) => `Let ${name} go past the second person`,
  "take glass": (name: string) => `Take break-glass from ${name}`,
} as const;

function whatHappens(action: PersonAction, { role, issuer }: Person): string {
  if (action === "disable")
    return "All their sessions end with their next request, and they cannot sign in again. Purges that they asked for stay as they are.";
  if (action === "end sessions")
    return "Their next request, wherever they are signed in, is refused. They can sign in again.";
  if (action === "give glass")
    return "They can send purges that take a second person without one, until you take it back. Each is shown to every admin, and waits for a review.";
  if (action === "take glass")
    return "Their purges wait for a second person again, as the policy says. What they sent stays as it is.";
  return role === null
    ? "They still have no role, and are let in only with one."
    : `They can sign in again, as ${role}${URL.canParse(issuer) ? ", or with what the identity provider says then" : ""}.`;
}

/** Asks why, and does it. */
export function PersonActionDialog({
  person,
  action,
  onClose,
}: {
  person: Person;
  action: PersonAction;
  onClose: () => void;
}) {
  const announce = useAnnounce();
  const disable = useDisablePerson(person.id);
  const enable = useEnablePerson(person.id);
  const endSessions = useEndSessionsOf(person.id);
  const giveGlass = useGrantBreakGlass(person.id, true);
  const takeGlass = useGrantBreakGlass(person.id, false);
  const mutation = {
    ...{ disable, enable, "end sessions": endSessions },
    ...{ "give glass": giveGlass, "take glass": takeGlass },
  }[action];
  const { question, problem, done } = words[action];
  const title = titles[action](person.name);
  const onSuccess = () => {
    announce(done);
    onClose();
  };
  return (
    <ReasonDialog
      title={title}
      question={question}
      act={title}
      pending={mutation.isPending}
      problem={{ title: problem, error: mutation.error }}
      onSubmit={(reason) => mutation.mutate(reason, { onSuccess })}
      onClose={onClose}
    >
      <p>{whatHappens(action, person)}</p>
    </ReasonDialog>
  );
}
