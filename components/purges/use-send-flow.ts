"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useSendPurge } from "@/lib/queries/purges";
import type { PurgeRequest } from "@/lib/schemas/purges";
import { markJustSent } from "./just-sent";
import { keepDraft, keyedFor, type PurgeDraft } from "./purge-draft";
import { purgeHref } from "./purge-href";

/** What decides whether two sendings are the same purge. The confirmation is a key to the door, not content. */
export function contentOf(request: PurgeRequest): string {
  const { tenantId, method, selector, environment, reason, ticket } = request;
  return JSON.stringify([tenantId, method, selector, environment ?? "", reason, ticket ?? ""]);
}

/** Sends the form: asks for the purge under the draft's key, and goes to the receipt. */
export function useSendFlow(draft: PurgeDraft, setDraft: (draft: PurgeDraft) => void) {
  const router = useRouter();
  const send = useSendPurge();
  const running = useRef(false);
  const [isLeaving, setLeaving] = useState(false);

  const begin = async (request: PurgeRequest) => {
    const current = keyedFor(draft, contentOf(request));
    const keep = (next: PurgeDraft) => {
      // At once, not after the next drawing: the key must outlive a crash between here and the answer.
      keepDraft(next);
      setDraft(next);
    };
    keep(current);
    const purge = await send.mutateAsync({ request, idempotencyKey: current.key });
    keep({ ...current, sent: { purgeId: purge.id } });
    setLeaving(true);
    markJustSent(purge.id);
    router.push(purgeHref(purge.id));
  };

  return {
    /** Does nothing while one is on its way: a double click is one purge. */
    submit: (request: PurgeRequest) => {
      if (running.current || isLeaving) return;
      running.current = true;
      send.reset();
      void begin(request)
        // The mutation holds its error; the form shows it.
        .catch(() => undefined)
        .finally(() => {
          running.current = false;
        });
    },
    isSending: send.isPending || isLeaving,
    sendError: send.error,
  };
}
