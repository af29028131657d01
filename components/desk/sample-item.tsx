"use client";

import Link from "next/link";
import { actionInWords } from "@/components/audit/audit-words";
import { purgeHref } from "@/components/purges/purge-href";
import { Badge } from "@/components/ui/badge";
import { Copyable } from "@/components/ui/copy";
import { Time } from "@/components/ui/time";
import type { DeskSample, SignOffFinding } from "@/lib/schemas/desk";
import { SignOffForm } from "./sign-off-form";

type Item = DeskSample["items"][number];

/** What an auditor found, in words. */
const findingWords: Record<SignOffFinding, string> = {
  in_order: "In order",
  follow_up: "To follow up",
};

/** What was noted of an entry, the oldest note first. */
export function SignOffs({ signOffs }: { signOffs: Item["signOffs"] }) {
  if (signOffs.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {signOffs.map(({ id, finding, note, by, at }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-2">
          <Badge tone={finding === "in_order" ? "fresh" : "old"}>{findingWords[finding]}</Badge>
          <span className="min-w-0 wrap-anywhere">“{note}”</span>
          <span className="text-sm text-muted">
            {by}, <Time value={at} mode="absolute" />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** One drawn entry: what it says, where its receipt is, and what was noted of it. */
export function SampleItem({
  sampleId,
  number,
  item: { entry, entryId, signOffs },
}: {
  sampleId: string;
  number: number;
  item: Item;
}) {
  return (
    <li className="rounded-md border border-hairline bg-panel px-3 py-2">
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <span className="font-mono text-muted tabular">{number}.</span>
        {entry === null ? (
          <Badge tone="unknown">Removed by retention since</Badge>
        ) : (
          <>
            <span className="min-w-0 font-medium wrap-anywhere">{entry.summary}</span>
            <span className="text-sm text-muted">
              {actionInWords(entry.action)}, <Time value={entry.at} mode="absolute" />
            </span>
          </>
        )}
      </div>
      <div className="mt-1 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
        {entry?.seq != null && <span>Entry {entry.seq.toLocaleString("en")}</span>}
        <Copyable value={entryId} label="entry id" />
        {entry?.subject.kind === "purge" && entry.subject.id !== null && (
          <Link
            href={purgeHref(entry.subject.id)}
            className="inline-flex min-h-6 items-center text-accent-text underline"
          >
            Receipt
          </Link>
        )}
        {entry?.reason != null && <span className="wrap-anywhere">“{entry.reason}”</span>}
      </div>
      <div className="mt-2 flex flex-col gap-2">
        <SignOffs signOffs={signOffs} />
        <SignOffForm
          sampleId={sampleId}
          entryId={entryId}
          number={number}
          isFirst={signOffs.length === 0}
        />
      </div>
    </li>
  );
}
