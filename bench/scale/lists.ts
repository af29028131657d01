// npm run bench:lists [purges] [tenants]: the search for tenants as one types, and the feed with every pair of
// filters, first page and page 1,000, over a large data set; against hand-written SQL through the same driver in
// the same run, and with each plan looked at for scans of the whole table.
import { listPurges } from "@/lib/domain/purges/list-purges";
import { searchTenants } from "@/lib/domain/tenants/search-tenants";
import { openDatabase, useDatabase } from "@/lib/platform/database";
import { purgeListQuery } from "@/lib/schemas/purges";
import { tenantListQuery } from "@/lib/schemas/tenants";
import { makeActor } from "@/prisma/factories/people";
import { startPostgres } from "@/prisma/testing/start-postgres";
import { machine, percentile } from "../sending/set-up";
import { generate } from "./generate";
import { handWritten, plansThatScan } from "./hand-written";

const purges = Number(process.argv[2] ?? 10_000_000);
const tenants = Number(process.argv[3] ?? 100_000);
const rounds = 30;

process.env["LOG_LEVEL"] = "error";
process.env["NEXTAUTH_SECRET"] = "a secret for benchmarks only";
process.env["CLOUDFLARE_API_TOKEN"] = "a-token-for-benchmarks";
const server = await startPostgres();
const open = await openDatabase({ url: `${server.url}/postgres`, dataDir: "none" });
await open.migrate();
useDatabase(open);
const startedAt = performance.now();
await generate(open.prisma, { tenants, purges });
console.log(`made in ${Math.round((performance.now() - startedAt) / 1000)} s`);
const auditor = await makeActor("auditor");

async function times(act: (round: number) => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  for (let round = -3; round < rounds; round += 1) {
    const from = performance.now();
    await act(round);
    // The first ones warm up plans and pages.
    if (round >= 0) took.push(performance.now() - from);
  }
  return took;
}

const ms = (values: number[], share: number) => percentile(values, share).toFixed(1);

async function search(): Promise<void> {
  const at = (round: number) => 1 + (((round + 5) * 7919) % tenants);
  const typed: Record<string, (round: number) => string> = {
    "one letter": (round) => "ahqjlkinc"[(round + 9) % 9] ?? "a",
    "three letters": (round) => ["acm", "har", "qua", "jun"][(round + 4) % 4] ?? "acm",
    id: (round) => String(100_000 + at(round)),
    "part of a slug": (round) => `dental-${at(round)}`,
    host: (round) => `-${at(round)}.example.com`,
    "a typo": (round) => `qaurtz denatl ${at(round)}`,
    "nothing like it": (round) => `zzyzx${at(round)}`,
  };
  const rows = [];
  for (const [what, q] of Object.entries(typed)) {
    const took = await times((round) =>
      searchTenants(auditor, tenantListQuery.parse({ q: q(round), limit: 10 })),
    );
    rows.push({ what, "p50 ms": ms(took, 0.5), "p95 ms": ms(took, 0.95) });
  }
  console.table(rows);
}

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
/** One value of each filter that the feed has. */
const filters = {
  tenant: String(100_000 + 77),
  source: "deploy",
  status: "failed",
  actor: "support-7@",
  tag: "invoice:4711",
  ticket: "ZD-4207",
  from: day(60),
  to: day(30),
};

async function feed(): Promise<void> {
  const names = Object.keys(filters) as (keyof typeof filters)[];
  const pairs: (keyof typeof filters)[][] = [[], ...names.map((name) => [name])];
  names.forEach((a, at) => pairs.push(...names.slice(at + 1).map((b) => [a, b])));
  const rows = [];
  for (const pair of pairs) {
    const given = Object.fromEntries(pair.map((name) => [name, filters[name]]));
    const query = purgeListQuery.parse(given);
    const ours = await times(() => listPurges(auditor, query));
    const theirs = await times(() => handWritten(open.prisma, query));
    rows.push({
      filters: pair.join(" + ") || "none",
      "p50 ms": ms(ours, 0.5),
      "p95 ms": ms(ours, 0.95),
      "SQL p95 ms": ms(theirs, 0.95),
      ratio: (percentile(ours, 0.95) / percentile(theirs, 0.95)).toFixed(2),
      scans: (await plansThatScan(open.prisma, auditor, query)).join(", "),
    });
  }
  console.table(rows);
}

await search();
await feed();
console.log(machine());
await open.close();
await server.stop();
process.exit(0);
