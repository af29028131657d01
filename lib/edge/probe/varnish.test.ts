import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProbeEvidence } from "@/lib/domain/comparisons/evidence";
import { judgeComparison } from "@/lib/domain/comparisons/judge-comparison";
import { sendProbe } from "@/lib/edge/probe/send-probe";
import { startVarnish, type Varnish, varnishMissing } from "@/lib/local-edge/testing/varnish";
import type { RiskTierId } from "@/lib/schemas/purge-policy";
import { useTestEnv } from "@/prisma/testing/test-env";

// Probe and verdict against a cache that is not ours. Where it is not installed these are counted as skipped,
// with the reason in their names.
const missing = varnishMissing();
const against = test.skipIf(missing !== null);
const name = missing === null ? "" : ` (not run: ${missing})`;

let origin: Server;
let varnish: Varnish | null = null;
let revision = 1;

beforeAll(async () => {
  if (missing !== null) return;
  origin = createServer(({ headers }, response) => {
    const tenant = headers.host === "acme.example.com" ? "42" : "77";
    response.setHeader("Cache-Tag", `tenant:${tenant},page:billing`);
    response.end(`tenant ${tenant}, revision ${revision}`);
  });
  await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
  varnish = await startVarnish((origin.address() as AddressInfo).port);
  useTestEnv({ PROBE_PRIVATE_EDGES: varnish.address });
});
afterAll(async () => {
  await varnish?.stop();
  if (missing === null) origin.close();
});

async function probe(host: string): Promise<ProbeEvidence> {
  const startedAt = new Date();
  const edge = { scheme: "http", address: varnish?.address ?? "" } as const;
  return { startedAt, variant: null, ...(await sendProbe({ host, path: "/billing", edge })) };
}

/** Warms both, lets the copies age, probes, changes the content, purges a tag, probes again and judges. */
async function purgeAndJudge(tag: string, tier: RiskTierId = "tenant") {
  const hosts = ["acme.example.com", "globex.example.com"];
  for (const host of hosts) await probe(host);
  // Age counts whole seconds: a copy that is older than the purge has to be seen to be so.
  await pause(2_100);
  const before = await Promise.all(hosts.map(probe));
  revision += 1;
  const sentAt = new Date();
  const copies = (await varnish?.purge(tag)) ?? 0;
  const acceptedAt = new Date();
  await pause(2_100);
  const after = [
    ...(await Promise.all(hosts.map(probe))),
    ...(await Promise.all(hosts.map(probe))),
  ];
  const of = (at: number) =>
    [before[at], after[at], after[at + 2]].filter((one) => one !== undefined);
  const verdict = judgeComparison({
    affected: { slug: "acme", probes: of(0) },
    control: { slug: "globex", probes: of(1) },
    purge: { method: "purge", sentAt, acceptedAt, targets: tag, covers: null, tags: [tag], tier },
    controlReached: false,
    tieredCache: false,
    write: null,
    newer: null,
    origin: [],
    variants: [],
  });
  const statuses = [of(0), of(1)].map((probes) =>
    probes.map(({ cacheStatus }) => cacheStatus).join(),
  );
  return { verdict: verdict.code, statuses, copies };
}

against(`Varnish: a tenant's tag is isolated${name}`, async () => {
  expect(await purgeAndJudge("tenant:42")).toEqual({
    verdict: "isolated",
    statuses: ["HIT,MISS,HIT", "HIT,HIT,HIT"],
    copies: 1,
  });
});

against(`Varnish: a shared tag is too broad${name}`, async () => {
  expect(await purgeAndJudge("page:billing")).toEqual({
    verdict: "too_broad",
    statuses: ["HIT,MISS,HIT", "HIT,MISS,HIT"],
    copies: 2,
  });
});

against(`Varnish: a tag that the page does not carry purges nothing${name}`, async () => {
  expect(await purgeAndJudge("tenant:4")).toEqual({
    verdict: "not_purged",
    statuses: ["HIT,HIT,HIT", "HIT,HIT,HIT"],
    copies: 0,
  });
});

against(`Varnish: the same tag, meant for all who carry it, is wide${name}`, async () => {
  expect(await purgeAndJudge("page:billing", "shared")).toEqual({
    verdict: "wide",
    statuses: ["HIT,MISS,HIT", "HIT,MISS,HIT"],
    copies: 2,
  });
});
