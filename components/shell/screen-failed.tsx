"use client";

/**
 * Stands in for a screen that could not be drawn; the frame around it stays. Plain elements alone:
 * every page loads this in advance, and what draws a broken screen should lean on little.
 */
export function ScreenFailed({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <div role="alert" className="max-w-prose p-4">
      <h1 className="text-xl font-semibold">This screen failed</h1>
      <div className="mt-3 rounded-md border border-broken-line bg-broken-soft px-3 py-2">
        <p>
          An error in the console stopped it from being drawn. Nothing was sent to Cloudflare by
          this. If it happens again, report it
          {error.digest !== undefined && (
            <>
              {" with the id "}
              <code className="font-mono select-all">{error.digest}</code>
            </>
          )}
          .
        </p>
        <button
          type="button"
          onClick={reset}
          className="mt-2 min-h-8 rounded-md border border-control bg-raised px-3 font-medium hover:bg-hover"
        >
          Try again
        </button>
      </div>
    </div>
  );
}
