import { openDatabase, type OpenDatabase, useDatabase } from "@/lib/platform/database";
import { startPostgres } from "@/prisma/testing/start-postgres";
import { generate } from "./generate";

/**
 * Opens a database with so many purges and tenants and makes it the one that `db()` answers: BENCH_DATABASE_URL, which is
 * filled when it is empty and kept, since ten million rows take a while to make; or one of a server of its own.
 */
export async function openLarge(
  purges: number,
  tenants: number,
): Promise<OpenDatabase & { url: string; end: () => Promise<void> }> {
  process.env["LOG_LEVEL"] = "error";
  process.env["NEXTAUTH_SECRET"] = "a secret for benchmarks only";
  process.env["CLOUDFLARE_API_TOKEN"] = "a-token-for-benchmarks";
  const kept = process.env["BENCH_DATABASE_URL"];
  const server = kept === undefined ? await startPostgres() : null;
  const url = kept ?? `${server?.url ?? ""}/postgres`;
  const open = await openDatabase({ url, dataDir: "none" });
  await open.migrate();
  useDatabase(open);
  if ((await open.prisma.purge.findFirst({ select: { id: true } })) === null) {
    const startedAt = performance.now();
    await generate(open.prisma, { tenants, purges });
    console.log(`made in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }
  const end = async () => {
    await open.close();
    await server?.stop();
  };
  return { ...open, url, end };
}
