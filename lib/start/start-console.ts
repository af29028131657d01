import { ensurePracticePeople } from "@/lib/auth/practice-people";
import { startApprovalKeeper } from "@/lib/domain/approvals/start-keeper";
import { startRetention } from "@/lib/domain/retention/start-retention";
import { startSealer } from "@/lib/domain/audit/start-sealer";
import { startCanaries } from "@/lib/domain/canaries/start-canaries";
import { startReconciler } from "@/lib/domain/reconciliations/start-reconciler";
import { startProver } from "@/lib/domain/proofs/start-prover";
import { startSender } from "@/lib/domain/sending/start-sender";
import { placeScenarios } from "@/lib/local-edge/scenarios/play-scenario";
import { startPracticeEdge } from "@/lib/local-edge/start-practice-edge";
import { openDatabase, useDatabase } from "@/lib/platform/database";
import { env, EnvError, handSettingsToNextAuth, usePracticeEdge } from "@/lib/platform/env";
import { rememberPracticeControl } from "@/lib/platform/environment";
import { beginStopping } from "@/lib/platform/stopping";
import { practiceTenants, practiceZones } from "@/prisma/practice/world";
import { seedPracticeData } from "@/prisma/seed";
import { closeOnSignal, type ClosingStep } from "./close-on-signal";
import { mendAddresses } from "./mend-addresses";
import { noteAddresses } from "./note-addresses";
import { tellOfPractice } from "./practice-service";
import { prepareScenarios } from "./prepare-scenarios";
import { serveImports } from "./serve-imports";
import { findWebServer } from "./web-server";

/** How long requests get to be answered once the sender has stopped, in milliseconds. */
const requestLimitMs = 1_000;

/** What connecting to a server fails with: the network's codes, a refused sign-in, no such database. */
const unreachable = /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|28|3D000)/;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function openAndMigrate() {
  const { databaseUrl, databaseOwnerUrl, dataDir } = env();
  const open = await openDatabase({ url: databaseUrl, ownerUrl: databaseOwnerUrl, dataDir });
  const applied = await open.migrate().catch((error: unknown) => {
    const cause = (error as NodeJS.ErrnoException).code ?? "";
    if (!unreachable.test(cause)) throw error;
    throw new EnvError(`DATABASE_URL: expected a PostgreSQL server that answers; got ${cause}`);
  });
  if (applied.length > 0) say(`Database: applied ${applied.join(", ")}`);
  useDatabase(open);
  return open;
}

/** Practice mode: Cloudflare's API, two data centres and a billing app on this machine, and data to go with it. */
async function startPractice(
  open: Awaited<ReturnType<typeof openAndMigrate>>,
): Promise<() => Promise<void>> {
  const zones = practiceZones.map((zone) => ({
    ...zone,
    tenants: practiceTenants.find(({ zoneId }) => zoneId === zone.id)?.tenants ?? [],
  }));
  const edge = await startPracticeEdge(
    { zones },
    { tell: tellOfPractice, consoleUrl: env().nextAuthUrl },
  );
  const addresses = edge.edges.map(({ address }) => address);
  const origin = new URL(edge.originUrl).host;
  const { apiBaseUrl: baseUrl, apiToken: token, auditToken } = edge;
  usePracticeEdge({ baseUrl, token, auditToken }, [...addresses, origin]);
  rememberPracticeControl(edge.controlUrl);
  const seeded = await seedPracticeData(open.prisma);
  if (seeded !== null) say(`Practice data: ${seeded.tenants} tenants, ${seeded.purges} purges`);
  // Its ports can differ from start to start.
  const { count } = await open.prisma.zone.updateMany({
    where: { id: { in: practiceZones.map(({ id }) => id) } },
    data: {
      edgeScheme: "http",
      edgeAddress: addresses[0] ?? null,
      originScheme: "http",
      originAddress: origin,
    },
  });
  await open.prisma.canary.updateMany({
    where: { zoneId: { in: practiceZones.map(({ id }) => id) } },
    data: { editUrl: `${edge.originUrl}/canary-edits` },
  });
  await prepareScenarios(open.prisma, placeScenarios(zones));
  const port = addresses[0]?.split(":")[1] ?? "";
  say(
    count > 0
      ? `Practice edge: http://acme.practice.localhost:${port}/billing (switches: ${edge.controlUrl})`
      : "The practice edge runs, but the database has zones of its own: no practice data was made.",
  );
  return () => edge.close();
}

async function start(): Promise<void> {
  handSettingsToNextAuth();
  const web = findWebServer(env().port);
  mendAddresses(env().port);
  noteAddresses(env().port, env().trustedProxies);
  const open = await openAndMigrate();
  const steps: ClosingStep[] = [];
  if (env().mode === "practice") steps.push(["practice edge", await startPractice(open)]);
  if (env().practiceSignIn) await ensurePracticePeople();
  if (open.kind === "embedded") steps.push(["imports", await serveImports(env().dataDir)]);
  const stopRetention = startRetention();
  const sealer = await startSealer();
  const sender = await startSender();
  const approvals = startApprovalKeeper();
  const canaries = startCanaries();
  const prover = await startProver();
  const reconciler = startReconciler();
  // The sender needs the edge to be answered, and everything needs the database.
  closeOnSignal([
    ["web server", web.refuse],
    ["streams", beginStopping],
    ["retention", stopRetention],
    ["canaries", canaries.stop],
    ["reconciler", reconciler.stop],
    ["sender", sender.stop],
    ["approvals", approvals.stop],
    ["prover", prover.stop],
    ["requests", () => web.drain(requestLimitMs)],
    ...steps,
    // After all that writes entries.
    ["sealer", sealer.stop],
    ["database", open.close],
  ]);
}

/**
 * Brings the console up: settings, database, practice edge, sealer, sender. Whatever is wrong stops the process with
 * a message for people.
 */
export async function startConsole(): Promise<void> {
  try {
    await start();
  } catch (error) {
    const known =
      error instanceof EnvError || (error instanceof Error && !("clientVersion" in error));
    process.stderr.write(
      `\nThe console could not start.\n${known ? error.message : String(error)}\n`,
    );
    process.exit(1);
  }
}
