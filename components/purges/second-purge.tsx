"use client";

import { RotateCw } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useRepeatPurge } from "@/lib/queries/purges";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { markJustSent } from "./just-sent";
import { purgeHref } from "./purge-href";
import { mayPurge } from "./purge-rights";

function ToReceipt({ id, children }: { id: string; children: string }) {
  return (
    <Link
      href={purgeHref(id)}
      className="inline-flex min-h-6 w-fit items-center text-accent-text underline"
    >
      {children}
    </Link>
  );
}

/** The second purge, where the first fill brought the old content back: offered once, and linked both ways. */
export function SecondPurge({ purge }: { purge: PurgeDetail }) {
  const router = useRouter();
  const { role } = useViewer();
  const repeat = useRepeatPurge(purge.id);
  if (purge.secondOf !== null)
    return <ToReceipt id={purge.secondOf}>This is the second purge: see the first</ToReceipt>;
  if (purge.second !== null)
    return <ToReceipt id={purge.second}>A second purge was asked for: see its receipt</ToReceipt>;
  if (!purge.repeatable) return null;
  const send = () =>
    repeat.mutate(undefined, {
      onSuccess: ({ id }) => {
        markJustSent(id);
        router.push(purgeHref(id));
      },
    });
  return (
    <>
      <Notice
        tone="old"
        title="The origin was not ready when the edge asked it"
        action={
          <Button
            icon={<RotateCw aria-hidden />}
            pending={repeat.isPending}
            onClick={send}
            {...(mayPurge(role, purge) ? {} : { whyDisabled: "Your role may not purge this" })}
          >
            Purge a second time
          </Button>
        }
      >
        The same purge once more, ten seconds from now and proven again. It is made once: if the old
        content comes back again, the application has to be mended first.
      </Notice>
      {repeat.error && (
        <ProblemNotice title="The second purge was not taken" error={repeat.error} />
      )}
    </>
  );
}
