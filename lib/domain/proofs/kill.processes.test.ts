import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeEach, expect, test } from "vitest";
import { type ProofWorld, startProofWorld } from "@/lib/local-edge/testing/proof-world";
import { openDatabase, type OpenDatabase, useDatabase } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { type ConsoleStart, startConsoleProcess } from "@/prisma/testing/start-console-process";
import { freshServerDatabase, killRuns } from "@/prisma/testing/test-database";
import { makeTestFolder } from "@/prisma/testing/test-env";

// A real console in a process of its own, killed again and again while it proves purges. Once in npm test;
// npm run test:kill does it 20 times.
const runs = Array.from({ length: killRuns }, (_, at) => at + 1);
const slugs = Array.from({ length: 8 }, (_, at) => `tenant-${at}`);
/** Of these a write is on record that their pages never show: what comes back is old, and is purged a second time. */
const lagging = slugs.slice(0, 3);
const deaths = 4;

let open: OpenDatabase;
let world: ProofWorld;
let running: ConsoleStart | null = null;
const toClose: (() => Promise<void>)[] = [];

beforeEach(async () => {
  const databaseUrl = await freshServerDatabase();
  open = await openDatabase({ url: databaseUrl, dataDir: "none" });
  await open.migrate();
  useDatabase(open);
  world = await startProofWorld({
    slugs: [...slugs, "control"],
    origin: (address) => ({ scheme: "http", address }),
    rule: { proveSeconds: 15, secondPurge: true },
  });
  const settings = {
    ...world.settings,
    DATABASE_URL: databaseUrl ?? "",
    DATA_DIR: makeTestFolder(),
    NEXTAUTH_SECRET: "a secret for tests only, long enough",
    LOG_LEVEL: "fatal",
  };
  start = () => startConsoleProcess(settings);
  toClose.push(() => world.close(), open.close);
});
afterAll(async () => {
  await running?.kill();
  for (const close of toClose) await close();
});

let start: () => Promise<ConsoleStart>;

async function recordWrite(slug: string): Promise<void> {
  await open.prisma.writeEvent.create({
    data: {
      ...{ id: newId(), tenantId: world.idOf(slug), phase: "committed" },
      ...{ at: new Date(), recordedAt: new Date(), tags: [], paths: ["/billing"] },
      ...{ service: "billing", actorId: "t", eventId: slug, digest: "" },
    },
  });
}

/** All that is to be proven: what people asked for, and the second purges that the policy makes of it. */
const proofs = () => open.prisma.proof.findMany({ include: { purge: true } });

async function untilAllEnded(): Promise<void> {
  for (;;) {
    const all = await proofs();
    // A second purge is made in the transaction that ends the first proof: none can come later.
    if (all.every(({ state }) => state === "ended")) return;
    await sleep(500);
  }
}

test.each(runs)(
  "a console killed at any instant leaves no purge without an end, and makes no second one twice (run %i)",
  async () => {
    await world.warmUp(...slugs, "control");
    const control = { control: { tenantId: world.idOf("control") } };
    running = await start();
    for (const slug of slugs) {
      if (lagging.includes(slug)) await recordWrite(slug);
      else await world.edit(slug);
      await world.purge(slug, control);
    }
    const instants: number[] = [];
    while (instants.length < deaths) {
      instants.push(Math.round(Math.random() * 3_000));
      await sleep(instants.at(-1));
      await running.kill();
      running = await start();
    }
    await untilAllEnded();
    await running.terminate();
    running = null;
    const all = await proofs();
    const firsts = all.filter(({ purge }) => purge.secondOfId === null);
    const seconds = all.filter(({ purge }) => purge.secondOfId !== null);
    console.info(
      `killed ${instants.join(", ")} ms after its start: ${all.map(({ code }) => code).join(", ")}`,
    );
    expect(firsts).toHaveLength(slugs.length);
    for (const { purge, outcome, summary } of all) {
      expect(purge.status).toBe("accepted");
      expect(["verified", "not_verified", "superseded", "cannot_tell"], String(summary)).toContain(
        outcome,
      );
      const entries = { subjectId: purge.id, action: "purge.prove" as const };
      expect(await open.prisma.auditEntry.count({ where: entries })).toBe(1);
    }
    // Each purge whose old content came back has one second purge, and a second has none.
    const repeated = firsts
      .filter(({ code }) => code === "old_content")
      .map(({ purgeId }) => purgeId);
    expect(seconds.map(({ purge }) => purge.secondOfId).sort()).toEqual(repeated.sort());
  },
  240_000,
);
