"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Download, ShieldCheck, TriangleAlert } from "lucide-react";
import { useState, type ReactNode } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Copyable, CopyButton } from "@/components/ui/copy";
import { KeyValue, KeyValues } from "@/components/ui/key-value";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { auditExportAddress, sealingQuery, useVerifyRecord } from "@/lib/queries/audit";
import type { AuditSealing } from "@/lib/schemas/audit";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { VerificationResult } from "./verification-result";

const states: Record<AuditSealing["state"], { word: string; tone: Tone; icon: ReactNode }> = {
  sealed: { word: "Sealed", tone: "fresh", icon: <CircleCheck aria-hidden /> },
  late: { word: "Not sealed for minutes", tone: "broken", icon: <TriangleAlert aria-hidden /> },
  broken: { word: "A copy is behind", tone: "old", icon: <TriangleAlert aria-hidden /> },
};

/** How the record is protected: its last signed end, who holds copies, and a check of all of it. */
export function SealingSection() {
  const query = useQuery(sealingQuery());
  const verify = useVerifyRecord();
  const { role } = useViewer();
  const whyDisabled = can(role, "audit.verify")
    ? undefined
    : `Verifying is for: ${rolesWith("audit.verify").join(", ")}`;
  return (
    <Section
      title="Protection"
      className="mb-3"
      actions={
        <span className="flex flex-wrap gap-2">
          <Button
            variant="ghost"
            icon={<Download aria-hidden />}
            // The answer is a file: the browser saves it and stays where it is.
            onClick={() => window.location.assign(auditExportAddress({}))}
          >
            Export all
          </Button>
          <Button
            icon={<ShieldCheck aria-hidden />}
            pending={verify.isPending}
            whyDisabled={whyDisabled}
            onClick={() => verify.mutate(0)}
          >
            Verify
          </Button>
        </span>
      }
    >
      {query.error && (
        <ProblemNotice
          title="How the record is sealed could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonRows rows={1} />}
      {query.data && <Sealing sealing={query.data} />}
      {verify.error && (
        <ProblemNotice title="The record could not be verified" error={verify.error} />
      )}
      {verify.data && (
        <VerificationResult
          result={verify.data}
          onContinue={() => verify.mutate(verify.data.checkedTo)}
        />
      )}
    </Section>
  );
}

/** One line, and all of it when it is asked for. */
function Sealing({ sealing }: { sealing: AuditSealing }) {
  const [isOpen, setOpen] = useState(false);
  const { state, seal, places } = sealing;
  const { word, tone, icon } = states[state];
  const copies = places.filter(({ holds }) => holds !== null).length;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone} icon={icon}>
          {word}
        </Badge>
        {seal === null ? (
          <span className="text-muted">No seal yet: the console has just started.</span>
        ) : (
          <span>
            to entry <span className="tabular">{seal.seq.toLocaleString("en")}</span>,{" "}
            <Time value={seal.at} />, with {copies} {copies === 1 ? "copy" : "copies"} outside of
            the database
          </span>
        )}
        <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Less" : "More"}
        </Button>
      </p>
      {isOpen && <SealingDetails sealing={sealing} />}
    </>
  );
}

function SealingDetails({ sealing }: { sealing: AuditSealing }) {
  const { seal, head, pending, places, publicKey, removedTo } = sealing;
  return (
    <div className="mt-2">
      <KeyValues>
        {seal !== null && (
          <KeyValue label="Digest">
            <Copyable value={seal.digest} label="digest" whole />
          </KeyValue>
        )}
        <KeyValue label="Since then">{sinceThen(head.seq - (seal?.seq ?? 0), pending)}</KeyValue>
        <KeyValue label="Copies">
          <ul className="flex flex-col gap-1">
            {places.map((place) => (
              <PlaceLine key={`${place.kind} ${place.name}`} place={place} />
            ))}
          </ul>
          <p className="text-sm text-muted">
            As this console sees it. A copy that the database’s administrators cannot reach is what
            proves that nobody has replaced the record.
          </p>
        </KeyValue>
        <KeyValue label="Key">
          <span className="inline-flex items-center gap-1">
            <span className="font-mono text-[0.93em]">{seal?.key ?? "not used yet"}</span>
            <CopyButton value={publicKey} label="public key" />
          </span>
        </KeyValue>
        {removedTo > 0 && (
          <KeyValue label="Removed">
            Entries 1 to {removedTo.toLocaleString("en")}, by retention. A signed stub stands for
            them.
          </KeyValue>
        )}
      </KeyValues>
    </div>
  );
}

function sinceThen(chained: number, pending: number): string {
  if (chained <= 0 && pending === 0) return "Nothing";
  const entries = (n: number) => `${n.toLocaleString("en")} ${n === 1 ? "entry" : "entries"}`;
  return [
    ...(chained > 0 ? [`${entries(chained)} chained, sealed within seconds`] : []),
    ...(pending > 0 ? [`${entries(pending)} not chained yet`] : []),
  ].join("; ");
}

function PlaceLine({ place }: { place: AuditSealing["places"][number] }) {
  const { name, kind, holds, error, completeAt } = place;
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <Badge
        tone={error === null ? "neutral" : "broken"}
        icon={error === null ? undefined : <TriangleAlert aria-hidden />}
      >
        {kind}
      </Badge>
      {kind !== "log" && <span className="font-mono text-[0.93em] wrap-anywhere">{name}</span>}
      <span className="text-sm text-muted">
        {holds === null ? "no seal yet" : `seal ${holds.number.toLocaleString("en")} of `}
        {holds !== null && <Time value={holds.at} />}
      </span>
      {error !== null && (
        <span className="text-sm">
          does not take the seals ({error}); complete until <Time value={completeAt} />
        </span>
      )}
    </li>
  );
}
