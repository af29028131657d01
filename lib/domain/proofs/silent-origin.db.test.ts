import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type ProofWorld, startProofWorld } from "@/lib/local-edge/testing/proof-world";
import { withTestDatabase } from "@/prisma/testing/test-database";

// An origin that takes connections and never answers holds up no purge and no proof.
withTestDatabase();
// Database, edge and prover share what this machine has: a proof takes its seconds.
vi.setConfig({ testTimeout: 90_000 });
let world: ProofWorld;
let stop: () => Promise<void>;
let asked = 0;
const silent = createServer(() => (asked += 1));

beforeAll(async () => {
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  world = await startProofWorld({
    slugs: ["acme", "globex"],
    origin: () => ({ scheme: "http", address }),
    addresses: [address],
    rule: { proveSeconds: 20 },
  });
  await world.warmUp("acme", "globex");
  stop = await world.work();
});
afterAll(async () => {
  await stop();
  await world.close();
  silent.close();
});

test("it is proven by the edge alone, on record before, and the origin is not asked for ever", async () => {
  await world.edit("acme");
  const control = { control: { tenantId: world.idOf("globex") } };
  const detail = await world.proven((await world.purge("acme", control)).id);
  expect(detail.proof).toMatchObject({ outcome: "verified", code: "isolated" });
  const [comparison] = detail.comparisons;
  expect(comparison?.affected.probes.some(({ phase }) => phase === "before")).toBe(true);
  expect(comparison?.origin.map(({ error }) => error)).toEqual([
    "The origin did not answer as soon as the edge did.",
    "The origin did not answer as soon as the edge did.",
  ]);
  expect(asked).toBe(2);
});
