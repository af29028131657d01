// npm run import -- FILE.json: loads or updates zones, tag plan, policies, limits and tenants.
import { existsSync, readFileSync, statSync } from "node:fs";
import { request } from "node:http";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { openDatabase, useDatabase } from "@/lib/platform/database";
import { DatabaseInUseError } from "@/lib/platform/embedded-database";
import { env, EnvError } from "@/lib/platform/env";
import { AppError } from "@/lib/schemas/errors";
import { importSocket } from "@/lib/start/serve-imports";

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function readFile(file: string): string {
  if (!existsSync(file) || !statSync(file).isFile()) fail(`There is no file ${file}.`);
  const text = readFileSync(file, "utf8");
  try {
    JSON.parse(text);
  } catch (error) {
    fail(`${file} is not valid JSON: ${(error as Error).message}`);
  }
  return text;
}

const nouns = {
  zones: ["zone", "zones"],
  tagPlan: ["tag pattern", "tag patterns"],
  tenants: ["tenant", "tenants"],
  policies: ["policy", "policies"],
  accountLimits: ["account limit", "account limits"],
  retention: ["retention policy", "retention policies"],
} as const;

function report(counts: Record<string, number>): void {
  const parts = Object.entries(nouns).map(([key, [one, many]]) => {
    const count = counts[key] ?? 0;
    return `${count} ${count === 1 ? one : many}`;
  });
  const same = counts["unchanged"] ?? 0;
  const were = same === 1 ? "1 of them was" : `${same} of them were`;
  console.log(`Imported: ${parts.join(", ")}. ${were} there exactly so and not written again.`);
}

/** The embedded database belongs to a running console: that console loads the file. */
function importThroughConsole(text: string): Promise<Record<string, number>> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { socketPath: importSocket(env().dataDir), method: "POST" },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as never;
          if (response.statusCode === 200) resolve(body);
          else reject(new AppError("invalid_input", (body as { message: string }).message));
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(text);
  });
}

async function importHere(text: string): Promise<Record<string, number>> {
  const { databaseUrl, databaseOwnerUrl, dataDir } = env();
  const open = await openDatabase({ url: databaseUrl, ownerUrl: databaseOwnerUrl, dataDir });
  try {
    await open.migrate();
    useDatabase(open);
    return await importDirectory(JSON.parse(text));
  } finally {
    await open.close();
  }
}

const [file] = process.argv.slice(2);
if (file === undefined) fail("Usage: npm run import -- FILE.json");
if (existsSync(".env")) process.loadEnvFile(".env");
const text = readFile(file);
try {
  report(
    await importHere(text).catch((error: unknown) => {
      if (error instanceof DatabaseInUseError) return importThroughConsole(text);
      throw error;
    }),
  );
  process.exit(0);
} catch (error) {
  if (error instanceof AppError || error instanceof EnvError) {
    fail(`Nothing was imported.\n${error.message}`);
  }
  fail(`Nothing was imported: ${(error as Error).message}`);
}
