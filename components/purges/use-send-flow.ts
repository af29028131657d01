"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useStartComparison } from "@/lib/queries/comparisons";
import { useSendPurge } from "@/lib/queries/purges";
import type { ComparisonRequest } from "@/lib/schemas/comparisons";
import type { PurgeRequest } from "@/lib/schemas/purges";
import { markJustSent } from "./just-sent";
import { keepDraft, keyedFor, type PurgeDraft } from "./purge-draft";
import { purgeHref } from "./purge-href";

export interface Sending {
  request: PurgeRequest;
  /** The before probes to take first; null: none, or the link brought a comparison along. */
  comparison: ComparisonRequest | null;
  /** The comparison that the link brought along. */
  linkedId: string | null;
}

/** What decides whether two sendings are the same purge. The confirmation is a key to the door, not content. */
export function contentOf(request: PurgeRequest): string {
  const { tenantId, method, selector, environment, reason, ticket } = request;
  return JSON.stringify([tenantId, method, selector, environment ?? "", reason, ticket ?? ""]);
}

/**
 * Sends the form: takes the before probes, asks for the purge under the draft's key, and goes to the
 * receipt. A comparison that cannot be made stops before anything is sent and says so.
 */
export function useSendFlow(draft: PurgeDraft, setDraft: (draft: PurgeDraft) => void) {
  const router = useRouter();
  const start = useStartComparison();
  const send = useSendPurge();
  const running = useRef(false);
  const [isLeaving, setLeaving] = useState(false);

  const begin = async ({ request, comparison, linkedId }: Sending) => {
    let current = keyedFor(draft, contentOf(request));
    const keep = (next: PurgeDraft) => {
      current = next;
      // At once, not after the next drawing: the key must outlive a crash between here and the answer.
      keepDraft(next);
      setDraft(next);
    };
    keep(current);
    let comparisonId = linkedId;
    if (comparison !== null) {
      const of = JSON.stringify(comparison);
      if (current.comparison?.of !== of) {
        const { id } = await start.mutateAsync(comparison);
        keep({ ...current, comparison: { id, of } });
      }
      comparisonId = current.comparison?.id ?? null;
    }
    const purge = await send.mutateAsync({ request, idempotencyKey: current.key });
    keep({ ...current, sent: { purgeId: purge.id, comparisonId } });
    setLeaving(true);
    markJustSent(purge.id);
    const query = comparisonId === null ? "" : `?comparison=${encodeURIComponent(comparisonId)}`;
    router.push(`${purgeHref(purge.id)}${query}`);
  };

  return {
    /** Does nothing while one is on its way: a double click is one purge. */
    submit: (sending: Sending) => {
      if (running.current || isLeaving) return;
      running.current = true;
      start.reset();
      send.reset();
      void begin(sending)
        // The mutations hold their errors; the form shows them.
        .catch(() => undefined)
        .finally(() => {
          running.current = false;
        });
    },
    step: start.isPending
      ? ("comparing" as const)
      : send.isPending || isLeaving
        ? ("sending" as const)
        : null,
    comparisonError: start.error,
    sendError: send.error,
    forgetComparisonError: start.reset,
  };
}
