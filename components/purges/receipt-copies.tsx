"use client";

import { Braces, Check, FileText, Link2, MessageSquareText, Terminal } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { useCopy } from "@/components/ui/copy";
import { absoluteText } from "@/components/ui/time-text";
import { useTimeZone } from "@/components/ui/time";
import { customerAnswer } from "@/lib/schemas/customer-answer";
import { evidenceJson, evidenceMarkdown } from "@/lib/schemas/evidence-markdown";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { purgeHref } from "./purge-href";
import { repeatCommand } from "./repeat-command";

function CopyAs({ icon, text, children }: { icon: ReactNode; text: string; children: ReactNode }) {
  const { copied, copy } = useCopy();
  return (
    <Button
      size="sm"
      icon={copied ? <Check aria-hidden className="text-fresh" /> : icon}
      onClick={() => copy(text)}
    >
      {children}
    </Button>
  );
}

/** The receipt to take along: as link, JSON, the API call that repeats it, and words for the customer. */
export function ReceiptCopies({ purge }: { purge: PurgeDetail }) {
  const { zone } = useTimeZone();
  const { origin } = window.location;
  const answer = customerAnswer(purge, absoluteText(purge.requestedAt, zone));
  const curl = repeatCommand(purge, origin);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <CopyAs icon={<Link2 aria-hidden />} text={`${origin}${purgeHref(purge.id)}`}>
          Copy link
        </CopyAs>
        <CopyAs icon={<Braces aria-hidden />} text={evidenceJson(purge, origin)}>
          Copy evidence as JSON
        </CopyAs>
        <CopyAs icon={<FileText aria-hidden />} text={evidenceMarkdown(purge, origin)}>
          Copy evidence for the ticket
        </CopyAs>
        {curl !== null && (
          <CopyAs icon={<Terminal aria-hidden />} text={curl}>
            Copy curl
          </CopyAs>
        )}
        <CopyAs icon={<MessageSquareText aria-hidden />} text={answer}>
          Copy answer for the customer
        </CopyAs>
      </div>
      <details>
        <summary className="min-h-6 w-fit text-sm text-muted">What the customer would read</summary>
        <blockquote className="mt-1 max-w-prose border-l-2 border-hairline pl-3 text-sm">
          {answer}
        </blockquote>
      </details>
    </div>
  );
}
