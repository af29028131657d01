"use client";

import { RotateCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Copyable } from "@/components/ui/copy";
import { Notice } from "@/components/ui/notice";

/** Stands in for a screen that could not be drawn; the frame around it stays. */
export function ScreenFailed({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <div className="max-w-prose p-4">
      <h1 className="mb-3 text-xl font-semibold">This screen failed</h1>
      <Notice
        tone="broken"
        urgent
        title="An error in the console stopped this screen from being drawn"
        action={
          <Button size="sm" icon={<RotateCw aria-hidden />} onClick={reset}>
            Try again
          </Button>
        }
      >
        <p>
          Nothing was sent to Cloudflare by this. If it happens again, report it with the id below.
        </p>
        {error.digest !== undefined && (
          <p className="mt-1 flex items-center gap-1 text-sm">
            Error id <Copyable value={error.digest} label="error id" />
          </p>
        )}
      </Notice>
    </div>
  );
}
