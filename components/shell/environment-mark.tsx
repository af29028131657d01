"use client";

import { Cloud, FlaskConical, TriangleAlert } from "lucide-react";
import { useViewer, type Environment } from "./viewer";

function modeWords(environment: Environment): string {
  return environment.mode === "practice"
    ? "Practice: nothing leaves this machine"
    : "Live: purges reach Cloudflare";
}

/** "Practice edge", or "Cloudflare" with the host of its API. */
function placeWords({ mode, label }: Environment): string {
  return mode === "practice" ? label : `Cloudflare (${label})`;
}

function ModeIcon({ mode }: { mode: Environment["mode"] }) {
  const className = "size-4 shrink-0";
  return mode === "practice" ? (
    <FlaskConical aria-hidden className={`${className} text-fresh`} />
  ) : (
    <Cloud aria-hidden className={`${className} text-old`} />
  );
}

/** Where we are, in full: at the foot of the navigation. */
export function EnvironmentCard() {
  const { environment } = useViewer();
  return (
    <div className="flex flex-col gap-1.5 text-xs text-muted">
      <p className="flex items-center gap-1.5 text-sm font-medium text-text">
        <ModeIcon mode={environment.mode} />
        <span className="min-w-0 wrap-anywhere">{placeWords(environment)}</span>
      </p>
      <p>{modeWords(environment)}</p>
      {environment.practiceSignIn && (
        <p className="flex items-start gap-1.5 text-old">
          <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          Practice sign-in is on: anybody here can be anybody
        </p>
      )}
      {environment.controlUrl !== null && (
        <a
          href={environment.controlUrl}
          className="inline-flex min-h-6 items-center self-start text-accent-text underline"
        >
          Practice edge controls
        </a>
      )}
      <p className="tabular">Version {environment.version}</p>
    </div>
  );
}

/** Where we are, in one line: above the content on small screens. */
export function EnvironmentStrip() {
  const { environment } = useViewer();
  return (
    <aside
      aria-label="Environment"
      className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-b border-hairline bg-inset px-3 py-1 text-xs text-muted wide:hidden"
    >
      <ModeIcon mode={environment.mode} />
      <span className="font-medium wrap-anywhere text-text">{placeWords(environment)}</span>
      {environment.practiceSignIn && <span>Practice sign-in is on</span>}
    </aside>
  );
}
