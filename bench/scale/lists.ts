// npm run bench:lists [purges] [tenants]: the search for tenants as one types, and the feed with every pair of
// filters, first page and page 1,000, over a large data set; against hand-written SQL through the same driver in
// turns. BENCH_DATABASE_URL names a database that is filled once and kept. That no plan scans a table is a test:
// feed-plans.db.test.ts.
import { readPage } from "@/lib/domain/purges/list-purges";
import { searchTenants } from "@/lib/domain/tenants/search-tenants";
import { purgeListQuery, type PurgeListQuery } from "@/lib/schemas/purges";
import { tenantListQuery } from "@/lib/schemas/tenants";
import { makeActor } from "@/prisma/factories/people";
import { machine, percentile } from "../sending/set-up";
import { deepCursor, handWritten } from "./hand-written";
import { openLarge } from "./open-large";

const purges = Number(process.argv[2] ?? 10_000_000);
const tenants = Number(process.argv[3] ?? 100_000);
const open = await openLarge(purges, tenants);
const auditor = await makeActor("auditor");

async function timed(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}

const ms = (values: number[], share: number) => percentile(values, share).toFixed(1);

/** What is typed, each time something else. */
const typed: Record<string, (n: number) => string> = {
  "one letter": (n) => "ahqjlkinc"[n % 9] ?? "a",
  "three letters": (n) => ["acm", "har", "qua", "jun"][n % 4] ?? "acm",
  id: (n) => String(100_000 + n),
  "part of an id": (n) => String(100_000 + n).slice(1),
  "part of a slug": (n) => `dental-${n}`,
  "part of a name": (n) => `bor freight ${n}`,
  host: (n) => `-${n}.example.com`,
  "a typo": (n) => `qaurtz denatl ${n}`,
  "a typo, no number": (n) =>
    ["kestrl", "harbour freigt", "denatl", "qaurtz robotcs", "acme bakries"][n % 5] ?? "kestrl",
  "a number of none": (n) => `dental-9${100_000 + n}`,
  "nothing like it": (n) => `zzyzx${n.toString(26).replaceAll(/\d/g, "w")}`,
};

async function search(): Promise<void> {
  const find = (q: string) => searchTenants(auditor, tenantListQuery.parse({ q, limit: 10 }));
  // The process itself, whichever kind is measured first; then plans and pages of each kind.
  for (let n = 1; n <= 30; n += 1) for (const q of Object.values(typed)) await find(q(n));
  const rows = [];
  for (const [what, q] of Object.entries(typed)) {
    const took: number[] = [];
    for (let round = -5; round < 100; round += 1) {
      const text = q(1 + (((round + 5) * 7919) % tenants));
      const time = await timed(() => find(text));
      if (round >= 0) took.push(time);
    }
    rows.push({ what, "p50 ms": ms(took, 0.5), "p95 ms": ms(took, 0.95) });
  }
  console.table(rows);
}

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
/** Values of each filter that the feed has: large, usual and rare ones. */
const filters = {
  tenant: ["100001", "100077", "104711", "160000", "199999"],
  source: ["app", "deploy", "manual", "webhook", "api"],
  status: ["accepted", "failed", "open", "waiting", "late"],
  actor: ["service-7", "support-7@", "service-1", "support", "service-33"],
  tag: ["tenant:100001", "invoice:4711", "tenant:100077", "invoice:1000020", "invoice:no"],
  ticket: ["ZD-4207", "ZD-12", "ZD-1207", "zd-300", "none"],
  from: [day(60), day(1), day(30), day(89), day(7)],
  to: [day(30), day(0), day(1), day(60), day(80)],
};
type Filter = keyof typeof filters;
const variants = 5;
const repetitions = 100;

async function actorsOf({ actor }: PurgeListQuery): Promise<string[]> {
  if (actor === undefined) return [];
  const rows = await open.prisma.purgeActor.findMany({ where: { name: { contains: actor } } });
  return rows.map(({ name }) => name);
}

/** The times of the feed and of the statement, in turns; those of queries that have no such page are left out. */
async function compare(queries: PurgeListQuery[]) {
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (const query of queries) {
    const actors = await actorsOf(query);
    for (let round = -1; round < repetitions; round += 1) {
      const ours = await timed(() => readPage(auditor, query));
      const theirs = await timed(() => handWritten(open.prisma, query, actors));
      if (round < 0) continue;
      times.ours.push(ours);
      times.theirs.push(theirs);
    }
  }
  return times;
}

async function feed(): Promise<void> {
  const names = Object.keys(filters) as Filter[];
  const pairs: Filter[][] = [[], ...names.map((name) => [name])];
  names.forEach((a, at) => pairs.push(...names.slice(at + 1).map((b) => [a, b])));
  // The process itself, whichever pair is measured first.
  for (let n = 0; n < 4; n += 1) await compare([purgeListQuery.parse({})]);
  const rows = [];
  let missed = 0;
  for (const pair of pairs) {
    const first = Array.from({ length: variants }, (_, at) =>
      purgeListQuery.parse(
        Object.fromEntries(pair.map((name, place) => [name, filters[name][(at + place) % 5]])),
      ),
    );
    const deep: PurgeListQuery[] = [];
    for (const query of first) {
      const cursor = await deepCursor(open.prisma, query, await actorsOf(query));
      if (cursor !== null) deep.push({ ...query, cursor });
    }
    for (const [page, queries] of [
      ["first", first],
      ["1,000th", deep],
    ] as const) {
      const { ours, theirs } = await compare(queries);
      if (ours.length === 0) continue;
      const ratio = percentile(ours, 0.95) / percentile(theirs, 0.95);
      if (ratio > 1.5) missed += 1;
      rows.push({
        filters: pair.join(" + ") || "none",
        page,
        "p50 ms": ms(ours, 0.5),
        "p95 ms": ms(ours, 0.95),
        "SQL p95 ms": ms(theirs, 0.95),
        "ratio p50": (percentile(ours, 0.5) / percentile(theirs, 0.5)).toFixed(2),
        ratio: ratio.toFixed(2),
      });
    }
  }
  console.table(rows);
  console.log(`${missed} of ${rows.length} above 1.5`);
}

const only = process.argv[4];
if (only !== "feed") await search();
if (only !== "search") await feed();
console.log(machine());
await open.end();
process.exit(0);
