import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProbeEvidence } from "@/lib/domain/comparisons/evidence";
import { judgeComparison } from "@/lib/domain/comparisons/judge-comparison";
import { sendProbe } from "@/lib/edge/probe/send-probe";
import { type Nginx, nginxMissing, startNginx } from "@/lib/local-edge/testing/nginx";
import { useTestEnv } from "@/prisma/testing/test-env";

// Probe and verdict against a second cache that is not ours, one without tags and without Age. Where it is not
// installed these are counted as skipped, with the reason in their names.
const missing = nginxMissing();
const against = test.skipIf(missing !== null);
const name = missing === null ? "" : ` (not run: ${missing})`;

const hosts = { acme: "acme.example.com", globex: "globex.example.com" };
let origin: Server;
let nginx: Nginx | null = null;
let revision = 1;
let isDown = false;

beforeAll(async () => {
  if (missing !== null) return;
  origin = createServer((request, response) => {
    if (isDown) return void request.socket.destroy();
    const seconds = request.url === "/short" ? 1 : 3_600;
    response.setHeader("Cache-Control", `public, max-age=${seconds}`);
    response.end(`${request.headers.host ?? ""}, revision ${revision}`);
  });
  await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
  nginx = await startNginx((origin.address() as AddressInfo).port);
  useTestEnv({ PROBE_PRIVATE_EDGES: nginx.address });
});
afterAll(async () => {
  await nginx?.stop();
  if (missing === null) origin.close();
});

async function probe(host: string, path: string): Promise<ProbeEvidence> {
  const startedAt = new Date();
  const edge = { scheme: "http", address: nginx?.address ?? "" } as const;
  return { startedAt, variant: null, ...(await sendProbe({ host, path, edge })) };
}
const both = (path: string) => Promise.all([probe(hosts.acme, path), probe(hosts.globex, path)]);

/** Warms both, changes the content, removes copies, probes again twice and judges. */
async function purgeAndJudge(path: string, purged: (keyof typeof hosts)[]) {
  await both(path);
  const before = await both(path);
  revision += 1;
  const sentAt = new Date();
  const removed = purged.map((one) => nginx?.purge(hosts[one], path));
  const acceptedAt = new Date();
  await pause(2_100);
  const after = [await both(path), await both(path)];
  const of = (at: 0 | 1) => [before, ...after].map((pair) => pair[at]);
  const verdict = judgeComparison({
    affected: { slug: "acme", probes: of(0) },
    control: { slug: "globex", probes: of(1) },
    purge: {
      ...{ method: "purge", sentAt, acceptedAt, covers: true, tags: [], tier: "object" },
      targets: `${hosts.acme}${path}`,
    },
    controlReached: false,
    ...{ tieredCache: false, write: null, newer: null, origin: [], variants: [] },
  });
  const statuses = ([0, 1] as const).map((at) =>
    of(at)
      .map(({ cacheStatus }) => cacheStatus)
      .join(),
  );
  return { verdict, removed, statuses };
}

against(
  `nginx: a removed copy is verified; without Age nothing is said of the control${name}`,
  async () => {
    const { verdict, removed, statuses } = await purgeAndJudge("/one", ["acme"]);
    expect(removed).toEqual([true]);
    expect(statuses).toEqual(["HIT,MISS,HIT", "HIT,HIT,HIT"]);
    expect(verdict).toMatchObject({ code: "verified", outcome: "verified", colos: ["NGX"] });
    expect(verdict.summary).toContain("Nothing is shown of other tenants.");
  },
);

against(`nginx: the control's copy removed as well is too broad${name}`, async () => {
  const { verdict, statuses } = await purgeAndJudge("/two", ["acme", "globex"]);
  expect(statuses).toEqual(["HIT,MISS,HIT", "HIT,MISS,HIT"]);
  expect(verdict.code).toBe("too_broad");
});

against(`nginx: what was not removed is never verified${name}`, async () => {
  const { verdict, statuses } = await purgeAndJudge("/three", []);
  expect(statuses).toEqual(["HIT,HIT,HIT", "HIT,HIT,HIT"]);
  expect(verdict).toMatchObject({ outcome: "cannot_tell", code: "not_comparable" });
  expect(verdict.missing.join()).toContain("Age");
});

against(`nginx: STALE while the origin is down is the old copy${name}`, async () => {
  isDown = false;
  await both("/short");
  isDown = true;
  const { verdict, statuses } = await purgeAndJudge("/short", []).finally(() => (isDown = false));
  expect(statuses[0]).toMatch(/,STALE,STALE$/);
  expect(verdict).toMatchObject({ outcome: "not_verified", code: "not_purged" });
});
