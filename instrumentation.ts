/** Next calls this once in each server process, before it answers the first request. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { startConsole } = await import("./lib/start/start-console");
  await startConsole();
}
