import { setTimeout as sleep } from "node:timers/promises";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { readPurgeDetail } from "@/lib/domain/purges/read-purge";
import { startSender } from "@/lib/domain/sending/start-sender";
import { startProver } from "@/lib/domain/proofs/start-prover";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import type { DirectoryPage } from "@/lib/schemas/directory-page";
import type { ProofRequest } from "@/lib/schemas/proofs";
import { riskTierIds, type TierRule } from "@/lib/schemas/purge-policy";
import type { PurgeDetail, PurgeRequest } from "@/lib/schemas/purges";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { askForPurge } from "@/prisma/factories/requests";
import { useTestEnv } from "@/prisma/testing/test-env";
import { startPracticeEdge } from "../start-practice-edge";
import { ask } from "./practice-fixture";

export interface ProofWorldOptions {
  /** One tenant each, with a page /billing and an invoice; their ids count from 40. */
  slugs: readonly string[];
  /** Their pages, where they are others than /billing. */
  pages?: Record<string, DirectoryPage[]>;
  /** The set-up of the zone's origin, from where the practice origin listens; absent: none. */
  origin?: (address: string) => { scheme: string; address: string };
  rule?: Partial<TierRule>;
  /** Addresses beside those of the practice edge that probes may go to. */
  addresses?: string[];
}

/** Until a page's copy is old enough that its Age can be told from one since a purge, in milliseconds. */
const ageMs = 1_500;
/** Database, edge and prover are in one process here: an answer may take its time. */
const patientMs = 60_000;
const pollMs = 200;
/** Before its page is on record no purge goes within so many seconds, and the five that it is held: enough when all is slow. */
const graceSeconds = 3;

/**
 * A practice edge, a directory of its tenants and policies that prove every purge for five seconds, on the database
 * of the test. Sender and prover run when started.
 */
export async function startProofWorld({
  slugs,
  pages = {},
  origin,
  rule,
  addresses = [],
}: ProofWorldOptions) {
  const [zone] = exampleDirectory().zones;
  if (zone === undefined) throw new Error("no zone");
  const idOf = (slug: string) => String(40 + slugs.indexOf(slug));
  const hostOf = (slug: string) => `${slug}.example.com`;
  const tenants = slugs.map((slug) => ({
    ...{ id: idOf(slug), slug, name: slug, hosts: [hostOf(slug)] },
    invoices: [
      { id: `9${idOf(slug)}`, customer: "Foo", amountCents: 120_050, status: "open" as const },
    ],
  }));
  const edge = await startPracticeEdge(
    { zones: [{ ...zone, plan: "enterprise", tenants }] },
    { ports: { api: 0, edges: [0, 0], origin: 0, control: 0 }, originLatencyMs: 0 },
  );
  const address = edge.edges[0]?.address ?? "";
  const originAddress = new URL(edge.originUrl).host;
  const settings = {
    CLOUDFLARE_API_TOKEN: edge.apiToken,
    CLOUDFLARE_API_BASE_URL: edge.apiBaseUrl,
    PROBE_PRIVATE_EDGES: [address, originAddress, ...addresses].join(","),
  };
  useTestEnv(settings);
  const directory = exampleDirectory(address);
  await importDirectory({
    ...directory,
    zones: directory.zones.map((one) => ({
      ...one,
      ...(origin === undefined ? {} : { origin: origin(originAddress) }),
    })),
    tenants: slugs.map((slug) => ({
      ...{ id: idOf(slug), slug, name: slug, zone: zone.name, hosts: [hostOf(slug)] },
      pages: pages[slug] ?? ["/billing"],
    })),
  });
  const base = { graceSeconds, prove: true, proveSeconds: 5, bystanders: 0, ...rule };
  await importDirectory({ policies: riskTierIds.map((tier) => ({ tier, ...base })) });
  const support = await makeActor("support");
  const visit = (slug: string, path = "/billing") =>
    ask(address, path, {
      headers: { Host: hostOf(slug), "Accept-Encoding": "identity" },
      timeoutMs: patientMs,
    });

  /** Changes a tenant's invoice at the origin; nobody purges. */
  async function edit(slug: string, amount = "77.00"): Promise<void> {
    const { status } = await ask(originAddress, `/edit/invoices/9${idOf(slug)}`, {
      method: "POST",
      headers: { Host: hostOf(slug), "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ amount, status: "open", mode: "forget" }).toString(),
      timeoutMs: patientMs,
    });
    if (status !== 303) throw new Error(`The edit was answered with ${status}`);
  }

  function purge(
    slug: string,
    proof?: ProofRequest,
    over: Partial<PurgeRequest> = {},
    actor: Actor = support,
  ): Promise<PurgeDetail> {
    return askForPurge(
      actor,
      {
        tenantId: idOf(slug),
        method: "purge",
        selector: { tags: [`tenant:${idOf(slug)}`] },
        reason: "customer sees the old invoice",
        confirmation: slug,
        ...(proof === undefined ? {} : { proof }),
        ...over,
      },
      newId(),
    );
  }

  /** Waits until a purge is so far. */
  async function until(id: string, isThere: (purge: PurgeDetail) => boolean): Promise<PurgeDetail> {
    for (;;) {
      const detail = await readPurgeDetail(id);
      if (isThere(detail)) return detail;
      await sleep(pollMs);
    }
  }

  return {
    ...{ edge, zone, settings, support, idOf, hostOf, visit, edit, purge, until },
    /** Waits until a purge's proof has ended. Asks for no more than that: the embedded database has one connection. */
    proven: async (purgeId: string): Promise<PurgeDetail> => {
      const where = { purgeId, state: "ended" as const };
      while ((await db().proof.count({ where })) === 0) await sleep(pollMs);
      return readPurgeDetail(purgeId);
    },
    /** Has everybody's pages visited, and lets their copies age. */
    warmUp: async (...who: string[]) => {
      for (const slug of who) await visit(slug);
      await sleep(ageMs);
    },
    /** Starts a sender and a prover. @returns stop */
    work: async () => {
      const [sender, prover] = await Promise.all([startSender(), startProver()]);
      return async () => {
        await Promise.all([sender.stop(), prover.stop()]);
      };
    },
    close: () => edge.close(),
  };
}
export type ProofWorld = Awaited<ReturnType<typeof startProofWorld>>;
