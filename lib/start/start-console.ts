import { ensurePracticePeople } from "@/lib/auth/sessions";
import { startSender } from "@/lib/domain/sending/start-sender";
import { startPracticeEdge } from "@/lib/local-edge/start-practice-edge";
import { openDatabase, useDatabase } from "@/lib/platform/database";
import { env, EnvError, handSettingsToNextAuth, usePracticeEdge } from "@/lib/platform/env";
import { rememberPracticeControl } from "@/lib/platform/environment";
import { beginStopping } from "@/lib/platform/stopping";
import { practiceTenants, practiceZones } from "@/prisma/practice/world";
import { seedPracticeData } from "@/prisma/seed";
import { closeOnSignal, type ClosingStep } from "./close-on-signal";
import { mendAddresses } from "./mend-addresses";
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
  const { databaseUrl, dataDir } = env();
  const open = await openDatabase({ url: databaseUrl, dataDir });
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
  const edge = await startPracticeEdge({
    zones: practiceZones.map((zone) => ({
      ...zone,
      tenants: practiceTenants.find(({ zoneId }) => zoneId === zone.id)?.tenants ?? [],
    })),
  });
  const addresses = edge.edges.map(({ address }) => address);
  usePracticeEdge({ baseUrl: edge.apiBaseUrl, token: edge.apiToken }, addresses);
  rememberPracticeControl(edge.controlUrl);
  const seeded = await seedPracticeData(open.prisma);
  if (seeded !== null) say(`Practice data: ${seeded.tenants} tenants, ${seeded.purges} purges`);
  // Its ports can differ from start to start.
  const { count } = await open.prisma.zone.updateMany({
    where: { id: { in: practiceZones.map(({ id }) => id) } },
    data: { edgeScheme: "http", edgeAddress: addresses[0] ?? null },
  });
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
  const open = await openAndMigrate();
  const steps: ClosingStep[] = [];
  if (env().mode === "practice") steps.push(["practice edge", await startPractice(open)]);
  if (env().practiceSignIn) await ensurePracticePeople();
  if (open.kind === "embedded") steps.push(["imports", await serveImports(env().dataDir)]);
  const sender = await startSender();
  // The sender needs the edge to be answered, and everything needs the database.
  closeOnSignal([
    ["web server", web.refuse],
    ["streams", beginStopping],
    ["sender", sender.stop],
    ["requests", () => web.drain(requestLimitMs)],
    ...steps,
    ["database", open.close],
  ]);
}

/**
 * Brings the console up: settings, database, practice edge, sender. Whatever is wrong stops the process with
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
