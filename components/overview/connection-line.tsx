import { CirclePause, CircleQuestionMark, KeyRound, Plug, Unplug } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { cx } from "@/components/ui/class-names";
import { Time } from "@/components/ui/time";
import type { Connection, Overview } from "@/lib/schemas/overview";

const states: Record<Connection["state"], { word: string; tone: Tone; icon: ReactNode }> = {
  working: { word: "Working", tone: "fresh", icon: <Plug aria-hidden /> },
  untried: { word: "Not tried yet", tone: "unknown", icon: <CircleQuestionMark aria-hidden /> },
  limited: { word: "Rate limit met", tone: "old", icon: <CirclePause aria-hidden /> },
  failing: { word: "Failing", tone: "broken", icon: <Unplug aria-hidden /> },
  refused: { word: "Token refused", tone: "broken", icon: <KeyRound aria-hidden /> },
  no_token: { word: "No token", tone: "broken", icon: <KeyRound aria-hidden /> },
};

function Fact({
  label,
  wide = false,
  children,
}: {
  label: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={cx("flex min-w-0 flex-col gap-0.5 px-3 py-2", wide && "col-span-2 lg:col-span-1")}
    >
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="min-h-6 min-w-0 leading-6">{children}</dd>
    </div>
  );
}

function Since({ value }: { value: string | null }) {
  if (value === null) return <span className="text-muted">None since the start</span>;
  return <Time value={value} />;
}

function Count({ value, href, what }: { value: number; href: string; what: string }) {
  return (
    <Link
      href={href}
      className="inline-block min-h-6 tabular hover:text-accent-text hover:underline"
    >
      <span className="font-mono text-lg font-medium">{value.toLocaleString("en")}</span> {what}
    </Link>
  );
}

/** One line for what an engineer looks at first: the way to Cloudflare, and what waits or failed. */
export function ConnectionLine({ overview }: { overview: Overview }) {
  const { connection, waitingCount, lateCount, failureCount } = overview;
  const { word, tone, icon } = states[connection.state];
  const where = connection.mode === "practice" ? "Practice edge" : "Cloudflare";
  return (
    <dl className="grid grid-cols-2 rounded-md border border-hairline bg-panel lg:grid-cols-[minmax(0,2fr)_repeat(4,minmax(0,1fr))] lg:divide-x lg:divide-hairline">
      <Fact label={`Connection to ${where}`} wide>
        <span className="flex flex-wrap items-center gap-x-2">
          <Badge tone={tone} icon={icon}>
            {word}
          </Badge>
          <span className="text-sm wrap-anywhere text-muted">{connection.message}</span>
        </span>
      </Fact>
      <Fact label="Last accepted">
        <Since value={connection.lastAcceptedAt} />
      </Fact>
      <Fact label="Last refused or failed">
        <Since value={connection.lastFailedAt} />
      </Fact>
      <Fact label="On the way">
        <span className="flex flex-wrap items-center gap-x-3">
          <Count value={waitingCount} href="/purges?status=waiting" what="not ended yet" />
          {lateCount > 0 && (
            <span className="text-old">
              <Count value={lateCount} href="/purges?status=late" what="late" />
            </span>
          )}
        </span>
      </Fact>
      <Fact label="Failed, not closed">
        <Count value={failureCount} href="/failures" what="need a person" />
      </Fact>
    </dl>
  );
}
