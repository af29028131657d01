const wrapped = new WeakSet();

/** Whether publicRoute() made this handler. */
export function isPublicRoute(handler: unknown): boolean {
  return typeof handler === "function" && wrapped.has(handler);
}

/** A handler for machines that watch the console: no identity, no input, no data. */
export function publicRoute(check: () => Promise<{ ok: boolean; checks: Record<string, string> }>) {
  const handler = async (): Promise<Response> => {
    const { ok, checks } = await check();
    return Response.json(
      { status: ok ? "ok" : "unavailable", checks },
      { status: ok ? 200 : 503, headers: { "cache-control": "no-store" } },
    );
  };
  wrapped.add(handler);
  return handler;
}
