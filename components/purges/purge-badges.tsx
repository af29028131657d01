import {
  AlarmClock,
  Ban,
  Check,
  CloudCog,
  Cog,
  FileInput,
  Hand,
  Hourglass,
  KeyRound,
  Rocket,
  Send,
  Timer,
  UserCheck,
  Webhook,
} from "lucide-react";
import type { ReactNode } from "react";
import { verdictWords } from "@/components/comparisons/verdict-words";
import { Badge, type Tone } from "@/components/ui/badge";
import type { Purge } from "@/lib/schemas/purges";
import type { PurgeStatus, TriggerSource } from "@/lib/schemas/words";
import { sourceWords, statusWords } from "./purge-words";

const statusLooks: Record<PurgeStatus, { tone: Tone; icon?: ReactNode }> = {
  awaiting_approval: { tone: "neutral", icon: <UserCheck aria-hidden /> },
  scheduled: { tone: "neutral", icon: <Timer aria-hidden /> },
  queued: { tone: "neutral", icon: <Hourglass aria-hidden /> },
  sending: { tone: "neutral", icon: <Send aria-hidden /> },
  // Not green: accepted says nothing about what visitors get.
  accepted: { tone: "neutral", icon: <Check aria-hidden /> },
  failed: { tone: "broken" },
  cancelled: { tone: "outside", icon: <Ban aria-hidden /> },
};

/** How far a purge has come, in a word. A failure that somebody closed says so. */
export function PurgeStatusBadge({
  status,
  closed = false,
}: {
  status: PurgeStatus;
  closed?: boolean;
}) {
  const { tone, icon } = statusLooks[status];
  const word = statusWords[status];
  if (status === "failed" && closed) return <Badge tone="outside">Failed, closed</Badge>;
  return icon === undefined ? (
    <Badge tone={tone}>{word}</Badge>
  ) : (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}

/** Beside the state of a purge that should have been accepted by now. */
export function LateBadge() {
  return (
    <span title="Not accepted a minute after it was requested" className="inline-flex">
      <Badge tone="old" icon={<AlarmClock aria-hidden />}>
        Late
      </Badge>
    </span>
  );
}

const sourceIcons: Record<TriggerSource, ReactNode> = {
  manual: <Hand aria-hidden />,
  app: <CloudCog aria-hidden />,
  job: <Cog aria-hidden />,
  webhook: <Webhook aria-hidden />,
  deploy: <Rocket aria-hidden />,
  import: <FileInput aria-hidden />,
  api: <KeyRound aria-hidden />,
};

/** What caused a purge. A quiet word: most rows have one and none is an alarm. */
export function SourceBadge({ source }: { source: TriggerSource }) {
  const { word, sentence } = sourceWords[source];
  return (
    <span
      title={sentence}
      className="inline-flex items-center gap-1.5 whitespace-nowrap [&_svg]:size-3.5 [&_svg]:text-muted"
    >
      {sourceIcons[source]}
      {word}
    </span>
  );
}

/** What there is to say of a purge that no probe was made for. */
const unproven: Record<PurgeStatus, string | null> = {
  awaiting_approval: "Not yet",
  scheduled: "Not yet",
  queued: "Not yet",
  sending: "Not yet",
  accepted: null,
  failed: "Not accepted",
  cancelled: "Not sent",
};

/** What a probe has shown about a purge. Without any, an accepted purge is not verified. */
export function ProofBadge({ proof, status }: Pick<Purge, "proof" | "status">) {
  const words = unproven[status];
  if (words !== null && (proof === null || proof.outcome === "pending"))
    return <span className="text-muted">{words}</span>;
  if (proof === null) return <Badge tone="unknown">Not verified</Badge>;
  if (proof.state === "after") return <span className="text-muted">Probing</span>;
  const { word, tone } = verdictWords[proof.code];
  return (
    <span title={proof.summary} className="inline-flex max-w-full">
      <Badge tone={tone} className="whitespace-normal!">
        {word}
      </Badge>
    </span>
  );
}
