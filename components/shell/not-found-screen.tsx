import Link from "next/link";

/** For an address that leads nowhere. */
export function NotFoundScreen() {
  return (
    <main className="mx-auto max-w-prose px-4 py-12">
      <h1 className="text-xl font-semibold">This page does not exist</h1>
      <p className="mt-1 text-muted">
        The address may be mistyped, or the link is from an older version of the console.
      </p>
      <p className="mt-4 flex gap-4">
        <Link className="text-accent-text underline" href="/">
          Overview
        </Link>
        <Link className="text-accent-text underline" href="/tenants">
          Find a tenant
        </Link>
      </p>
    </main>
  );
}
