"use client";

import { CircleQuestionMark } from "lucide-react";
import { urlsOf } from "@/components/purges/scope-words";
import { useViewer } from "@/components/shell/viewer";
import { ButtonLink } from "@/components/ui/button";
import { can } from "@/lib/schemas/permissions";
import type { Purge } from "@/lib/schemas/purges";
import { askWhyHref } from "./diagnosis-href";

/** From a purge to the question why a page of its tenant still is stale; nothing for who may not ask. */
export function AskWhyLink({ purge }: { purge: Purge }) {
  const { role } = useViewer();
  if (purge.tenant === null || !can(role, "diagnosis.run")) return null;
  const [url] = urlsOf(purge.selector);
  return (
    <ButtonLink
      size="sm"
      variant="ghost"
      icon={<CircleQuestionMark aria-hidden />}
      href={askWhyHref(purge.tenant.id, url)}
    >
      Still stale? Ask why
    </ButtonLink>
  );
}
