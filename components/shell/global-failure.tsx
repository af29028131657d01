"use client";

/** Stands in for the whole page when even the frame failed: no styles can be relied on here. */
export function GlobalFailure({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", padding: "2rem", maxWidth: "40rem" }}>
        <title>Purge Console failed</title>
        <h1 style={{ fontSize: "1.25rem" }}>The console failed</h1>
        <p>An error stopped the page from being drawn. Nothing was sent to Cloudflare by this.</p>
        {error.digest !== undefined && (
          <p>
            Error id: <code>{error.digest}</code>
          </p>
        )}
        <button type="button" onClick={reset} style={{ padding: "0.4rem 0.8rem" }}>
          Try again
        </button>
      </body>
    </html>
  );
}
