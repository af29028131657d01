"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { parseAsText } from "./address-text";
import { findDraft, freshDraft, keepDraft } from "./purge-draft";
import { formFromLink, type PurgeForm } from "./purge-form-state";

/** The form's content: filled by the link once, then whatever the person makes of it; kept in the tab. */
export function usePurgeDraft(tenant: TenantDetail) {
  const link = useSearchParams();
  const [draft, setDraft] = useState(() => {
    const fresh = freshDraft(link.toString(), formFromLink(new URLSearchParams(link), tenant));
    const found = findDraft(link.toString());
    // A draft may be from before an upgrade: what it does not have yet is as in a fresh one.
    return found === null ? fresh : { ...found, form: { ...fresh.form, ...found.form } };
  });
  useEffect(() => keepDraft(draft), [draft]);
  const change = (part: Partial<PurgeForm>) =>
    setDraft((before) => ({ ...before, form: { ...before.form, ...part } }));
  return { draft, setDraft, change, linkedId: parseAsText.parse(link.get("comparison") ?? "") };
}
