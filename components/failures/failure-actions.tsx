"use client";

import { RotateCw } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { whyNotClose, whyNotRetry } from "@/components/purges/purge-rights";
import { purgeTitle } from "@/components/purges/purge-title";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import type { FailureAction } from "@/lib/queries/failures";
import type { Purge } from "@/lib/schemas/purges";

// Loaded when a failure is acted on: most screens that offer it are only read.
const FailureDialog = dynamic(
  () => import("./failure-dialog").then((module) => module.FailureDialog),
  { ssr: false },
);

/** What a person can do about a failed purge: send it again, or close it with a reason. */
export function FailureActions({
  purge,
  onDone,
  compact = false,
}: {
  purge: Purge;
  /** Has to put the focus somewhere (useFocusNext): these buttons go away. */
  onDone: (action: FailureAction) => void;
  /** For a row, among many others: short words, and names that say of which purge. */
  compact?: boolean;
}) {
  const { role } = useViewer();
  const [action, setAction] = useState<FailureAction | null>(null);
  const of = (verb: string) =>
    compact ? { size: "sm" as const, "aria-label": `${verb}: ${purgeTitle(purge)}` } : {};
  return (
    <div className="flex shrink-0 flex-wrap gap-2">
      <Button
        {...of("Retry")}
        icon={<RotateCw aria-hidden />}
        whyDisabled={whyNotRetry(role, purge)}
        onClick={() => setAction("retry")}
      >
        Retry
      </Button>
      <Button
        {...of("Close")}
        whyDisabled={whyNotClose(role)}
        onClick={() => setAction("resolution")}
      >
        {compact ? "Close" : "Close with a reason"}
      </Button>
      {action !== null && (
        <FailureDialog
          purge={purge}
          action={action}
          onClose={() => setAction(null)}
          onDone={() => {
            setAction(null);
            onDone(action);
          }}
        />
      )}
    </div>
  );
}
