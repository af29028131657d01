"use client";

import type { ReactNode } from "react";
import { FailureActions } from "@/components/failures/failure-actions";
import { cx } from "@/components/ui/class-names";
import { Time, useSecondsUntil } from "@/components/ui/time";
import { useFocusNext } from "@/components/ui/use-focus-next";
import { useCancelPurge } from "@/lib/queries/purges";
import type { Line, PurgeDetail } from "@/lib/schemas/purges";
import { CancelButton } from "./cancel-button";
import { CancelProblem } from "./cancel-problem";
import { failureHelp } from "./failure-help";
import { wasJustSent } from "./just-sent";
import { LateBadge, PurgeStatusBadge } from "./purge-badges";
import { reportedInWords } from "./purge-words";

/** About when it is sent, on this machine's clock, in milliseconds since 1970. */
type Expected = number;

function aheadInWords({ ahead, aheadIsMore }: Line): string {
  if (ahead === 0) return "It is next in line";
  if (aheadIsMore) return `More than ${ahead.toLocaleString("en")} purges go first`;
  return `At most ${ahead.toLocaleString("en")} ${ahead === 1 ? "purge goes" : "purges go"} first`;
}

/** "at about 14:02:33, in 12 s". */
function About({ at }: { at: Expected }) {
  const seconds = useSecondsUntil(at) ?? 0;
  const iso = new Date(at).toISOString();
  if (seconds <= 2) return <>any moment now</>;
  return (
    <>
      at about <Time value={iso} mode="clock" />, <Time value={iso} />
    </>
  );
}

function Countdown({ at }: { at: Expected }) {
  const seconds = useSecondsUntil(at) ?? 0;
  if (seconds === 0) return <>Sent now</>;
  return (
    <>
      Sent in <span className="tabular">{seconds} s</span>
    </>
  );
}

function sentBefore({ attempts }: PurgeDetail): string {
  // An answer that says no was given; without an answer nobody knows.
  return attempts.some(({ outcome }) => outcome === "unknown")
    ? "It was sent before and may have been carried out, so it cannot be cancelled."
    : "It was sent before, so it cannot be cancelled.";
}

interface Words {
  title: ReactNode;
  text: ReactNode;
}

function scheduledWords(purge: PurgeDetail, at: Expected): Words {
  if (purge.attemptCount === 0)
    return {
      title: <Countdown at={at} />,
      text: "Nothing was sent yet. Until then it can be cancelled; afterwards it cannot be undone.",
    };
  return {
    title: (
      <>
        Next try <About at={at} />
      </>
    ),
    text: (
      <>
        {purge.result?.message} {sentBefore(purge)}
      </>
    ),
  };
}

function queuedWords(purge: PurgeDetail, at: Expected): Words {
  const { line, attemptCount } = purge;
  if (line === null) return { title: "Waits for its turn", text: null };
  return {
    title: aheadInWords(line),
    text: (
      <>
        {line.holdUp !== "line" && `${line.why} `}
        {/* Whether the breaker's next try works is not known, so neither is when this one is sent. */}
        {line.holdUp === "breaker" ? "Sent at the earliest" : "Sent"} <About at={at} />.{" "}
        {attemptCount === 0 ? "Until then it can be cancelled." : sentBefore(purge)}
      </>
    ),
  };
}

function failedWords(purge: PurgeDetail): Words {
  const { resolution, result } = purge;
  const reported = reportedInWords(purge);
  if (resolution !== null)
    return { title: `Closed by ${resolution.by}`, text: `“${resolution.reason}”` };
  return {
    title: "It needs a person",
    text: (
      <>
        {reported !== null && `${reported}. `}
        <span className="text-text">{result?.message}</span> {failureHelp(purge)}
      </>
    ),
  };
}

/** Where a purge stands, in a short sentence, and what that means. */
function wordsFor(purge: PurgeDetail, at: Expected): Words {
  switch (purge.status) {
    case "awaiting_approval":
      return {
        title: "A second person has to approve it",
        text: "Nothing is sent before somebody else has.",
      };
    case "scheduled":
      return scheduledWords(purge, at);
    case "queued":
      return queuedWords(purge, at);
    case "sending":
      return {
        title: "Cloudflare's answer is awaited",
        text: "It is on its way: it cannot be cancelled any more.",
      };
    case "accepted":
      return {
        title: reportedInWords(purge) ?? "Sent, and it cannot be undone",
        text: "Accepted is Cloudflare's word. Only a probe shows its effect.",
      };
    case "failed":
      return failedWords(purge);
    case "cancelled":
      return { title: "Nothing was sent", text: purge.result?.message };
  }
}

function boxFor({ status, late, resolution }: PurgeDetail): string {
  if (status === "failed" && resolution === null) return "border-broken-line bg-broken-soft";
  return late ? "border-old-line bg-old-soft" : "border-hairline bg-panel";
}

/** Where a purge stands now, and what can be done about it: the first thing to see of a receipt. */
export function PurgeStanding({ purge, readAt }: { purge: PurgeDetail; readAt: number }) {
  const [title, focusTitle] = useFocusNext<HTMLParagraphElement>();
  const cancel = useCancelPurge(purge.id);
  const { title: headline, text } = wordsFor(purge, readAt + (purge.line?.expectedInMs ?? 0));
  return (
    <section aria-label="Where it stands" className="flex flex-col gap-2">
      <div
        className={cx(
          "flex min-h-19 flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border px-3 py-2",
          boxFor(purge),
        )}
      >
        <div className="min-w-0 flex-1 basis-72 wrap-anywhere">
          <p ref={title} tabIndex={-1} className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <PurgeStatusBadge status={purge.status} closed={purge.resolution !== null} />
            {purge.late && <LateBadge />}
            <span className="font-medium">{headline}</span>
          </p>
          <p className="mt-1 text-muted">{text}</p>
        </div>
        {purge.cancellable && (
          <CancelButton
            purge={purge}
            cancel={cancel}
            focusFirst={wasJustSent(purge.id)}
            onFocusLost={() => title.current?.focus()}
          >
            Cancel this purge
          </CancelButton>
        )}
        {purge.status === "failed" && purge.resolution === null && (
          <FailureActions purge={purge} onDone={focusTitle} />
        )}
      </div>
      <CancelProblem cancel={cancel} />
    </section>
  );
}
