import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type ProofWorld, startProofWorld } from "@/lib/local-edge/testing/proof-world";
import { evidenceMarkdown } from "@/lib/schemas/evidence-markdown";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";

// What the prover sees beside the default copy and the edge: a page's variants, and its origin.
withTestDatabase();
// Database, edge and prover share what this machine has: a proof takes its seconds.
vi.setConfig({ testTimeout: 90_000, maxConcurrency: 3 });
let world: ProofWorld;
let stop: () => Promise<void>;

const billing = {
  path: "/billing",
  variants: [
    { name: "Euro", query: "currency=eur" },
    { name: "From France", country: "FR" },
  ],
};

beforeAll(async () => {
  world = await startProofWorld({
    slugs: ["acme", "bolt", "crane", "delta", "ember", "globex"],
    pages: { acme: [billing], bolt: [billing], globex: [billing] },
    origin: (address) => ({ scheme: "http", address }),
    rule: { proveSeconds: 20 },
  });
  for (const slug of ["acme", "bolt"]) await world.visit(slug, "/billing?currency=eur");
  await world.warmUp("acme", "bolt", "crane", "delta", "ember", "globex");
  stop = await world.work();
});
afterAll(async () => {
  await stop();
  await world.close();
});

const globex = () => ({ control: { tenantId: world.idOf("globex") } });
const resultsOf = ({ comparisons }: PurgeDetail) =>
  comparisons[0]?.verdict.variants.map(
    ({ name, result, coverage }) => `${name ?? "default"} ${result} ${coverage ?? ""}`,
  );

test.concurrent(
  "each copy of the page is proven, and one that cannot be probed is said not to be shown",
  async () => {
    await world.edit("acme");
    const detail = await world.proven((await world.purge("acme", globex())).id);
    expect(detail.proof).toMatchObject({ outcome: "verified", code: "isolated" });
    expect(detail.proof?.summary).toContain("Nothing is shown of From France.");
    expect(resultsOf(detail)).toEqual([
      "default fresh by_tag",
      "Euro fresh by_tag",
      "From France not_probed by_tag",
    ]);
    const asked = detail.comparisons[0]?.affected.probes.map(({ variant }) => variant);
    expect(new Set(asked)).toEqual(new Set([null, "Euro"]));
  },
);

test.concurrent(
  "a purge by URL that left a variant with its old copy is not verified, and the receipt names it",
  async () => {
    await world.edit("bolt");
    const url = `http://${world.hostOf("bolt")}/billing`;
    const asked = await world.purge("bolt", globex(), { selector: { files: [url] } });
    const detail = await world.proven(asked.id);
    expect(detail.proof).toMatchObject({ outcome: "not_verified", code: "not_purged" });
    expect(detail.proof?.summary).toMatch(/^Not purged everywhere: .*still gets .* of Euro\.$/);
    expect(resultsOf(detail)).toEqual([
      "default fresh unclear",
      "Euro old left",
      "From France not_probed left",
    ]);
    expect(evidenceMarkdown(detail, "https://console.example.com")).toMatch(
      /- Euro: the copy or content from before in FRA, not named by the purge/,
    );
  },
);

test.concurrent(
  "the origin's own answer is evidence: the new copy is what it delivers",
  async () => {
    await world.edit("crane");
    const detail = await world.proven((await world.purge("crane", globex())).id);
    expect(detail.proof).toMatchObject({ outcome: "verified", code: "isolated" });
    const [comparison] = detail.comparisons;
    expect(comparison?.verdict.confidence).toBe("strong");
    expect(comparison?.verdict.reasons.join("\n")).toContain(
      "asked by itself, it delivers the same content as the edge",
    );
    const newest = comparison?.affected.probes.at(-1);
    expect(comparison?.origin.at(-1)).toMatchObject({
      httpStatus: 200,
      error: null,
      fingerprint: newest?.fingerprint,
    });
    expect(comparison?.origin.at(-1)?.cacheTag).toContain(`tenant:${world.idOf("crane")}`);
  },
);

test.concurrent(
  "the first fill came too early: no write is on record, and the origin says that there is other content",
  async () => {
    const { id } = await world.purge("delta", globex());
    // The edge is refilled with what there is, and the write shows only then.
    await world.until(id, ({ comparisons: [one] }) =>
      Boolean(one?.affected.probes.some(({ phase }) => phase === "after")),
    );
    await world.edit("delta");
    const detail = await world.proven(id);
    expect(detail.proof).toMatchObject({ outcome: "not_verified", code: "old_content" });
    expect(detail.comparisons[0]?.verdict.reasons[0]).toMatch(/origin delivers other content/);
    expect(detail.repeatable).toBe(true);
  },
);

test.concurrent(
  "the purge named a tag that the page does not carry: the origin's Cache-Tag tells",
  async () => {
    await world.edit("ember");
    const selector = { tags: ["invoice:123456"] };
    const detail = await world.proven((await world.purge("ember", globex(), { selector })).id);
    expect(detail.proof).toMatchObject({ outcome: "not_verified", code: "not_purged" });
    expect(detail.comparisons[0]?.verdict.reasons.join("\n")).toContain(
      "Cache-Tag does not name invoice:123456",
    );
  },
);
