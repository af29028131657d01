import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { PrismaClient } from "@/prisma/generated/client";
import { openEmbeddedDatabase } from "./embedded-database";
import { listenOnServer } from "./listen-on-server";
import { prepareOnServer, type RunPrepared, type Statement } from "./prepared-statements";
import { applyMigrations, diffMigrationsToSchema } from "./schema-engine";
import { assertOutsideTransaction, guardTransactions } from "./transaction-guard";

export type Database = PrismaClient;
/** What a use case gets inside a transaction. */
export type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

export interface OpenDatabase {
  prisma: Database;
  kind: "embedded" | "server";
  runPrepared: RunPrepared;
  /** Brings the schema up to date; returns the names of the migrations applied. */
  migrate: () => Promise<string[]>;
  /** Calls back at each NOTIFY on a channel; returns how to stop. */
  listen: (channel: string, onNotify: () => void) => Promise<() => Promise<void>>;
  close: () => Promise<void>;
}

/** Any constant: the key of the advisory lock under which consoles that start together migrate in turn. */
const MIGRATION_LOCK = 7_285_342;

interface AdapterFactory {
  connect: () => Promise<{ dispose: () => Promise<void> }>;
}

/**
 * Runs `work` with an adapter that the schema engine can use.
 *
 * Both adapters break scripts: one splits at each ";" (also inside of functions), the other does not wait.
 * Connections are closed at the end, since the engine's own lock lives as long as they do.
 */
async function withMigrationAdapter<T>(
  factory: AdapterFactory,
  runScript: (script: string) => Promise<unknown>,
  work: (adapter: SqlMigrationAwareDriverAdapterFactory) => Promise<T>,
): Promise<T> {
  const connections: { dispose: () => Promise<void> }[] = [];
  const connect = async () => {
    const connection = await factory.connect();
    connections.push(connection);
    return Object.assign(connection, {
      executeScript: async (script: string) => {
        await runScript(script);
      },
    });
  };
  const adapter: unknown = Object.assign(Object.create(factory) as object, {
    connect,
    connectToShadowDb: connect,
  });
  try {
    return await work(adapter as SqlMigrationAwareDriverAdapterFactory);
  } finally {
    await Promise.all(connections.map((connection) => connection.dispose()));
  }
}

async function openEmbedded(dataDir: string): Promise<OpenDatabase> {
  const { pglite, close } = await openEmbeddedDatabase(dataDir);
  const adapter = new PrismaPGlite(pglite);
  const prisma = guardTransactions(new PrismaClient({ adapter }));
  return {
    prisma,
    kind: "embedded",
    // One connection in this process: there is nothing that could be kept apart from the others.
    runPrepared: async <Row>({ text, values }: Statement) =>
      (await pglite.query<Row>(text, values)).rows,
    migrate: () => withMigrationAdapter(adapter, (script) => pglite.exec(script), applyMigrations),
    listen: (channel, onNotify) => pglite.listen(channel, onNotify),
    close: async () => {
      await prisma.$disconnect();
      await close();
    },
  };
}

async function migrateServer(url: string): Promise<string[]> {
  const config = serverConfig(url);
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    return await withMigrationAdapter(
      new PrismaPg(config),
      (script) => client.query(script),
      applyMigrations,
    );
  } finally {
    await client.end();
  }
}

function serverConfig(url: string): pg.PoolConfig {
  // The adapter sends times without a zone: sessions have to be in UTC.
  return { connectionString: url, options: "-c timezone=UTC", connectionTimeoutMillis: 10_000 };
}

function openServer(url: string, ownerUrl: string): OpenDatabase {
  const adapter = new PrismaPg({ ...serverConfig(url), max: 10 });
  const prisma = guardTransactions(new PrismaClient({ adapter }));
  const prepared = prepareOnServer(serverConfig(url));
  const listener = listenOnServer(serverConfig(url));
  return {
    prisma,
    kind: "server",
    runPrepared: prepared.run,
    migrate: () => migrateServer(ownerUrl),
    listen: listener.listen,
    close: async () => {
      await Promise.all([prepared.close(), listener.close()]);
      await prisma.$disconnect();
    },
  };
}

/**
 * Opens the database: the PostgreSQL server at `url`, or without one the embedded PostgreSQL in `dataDir`.
 *
 * @param where.ownerUrl the same database as the role that owns it, for migrations; absent: as everything else
 *
 * @throws DatabaseInUseError when another process has the embedded one open
 */
export async function openDatabase(where: {
  url: string | undefined;
  ownerUrl?: string | undefined;
  dataDir: string;
}): Promise<OpenDatabase> {
  const { url, ownerUrl = url, dataDir } = where;
  return url === undefined || ownerUrl === undefined
    ? openEmbedded(dataDir)
    : openServer(url, ownerUrl);
}

const shared = globalThis as typeof globalThis & { purgeConsoleDatabase?: OpenDatabase };

/** Makes a database the one that `db()` answers. Kept on globalThis: Next loads modules more than once. */
export function useDatabase(open: OpenDatabase): void {
  shared.purgeConsoleDatabase = open;
}

/** The process's open database. @throws Error before the start-up has opened it */
export function openDatabaseOf(): OpenDatabase {
  if (shared.purgeConsoleDatabase === undefined) throw new Error("The database is not open yet");
  return shared.purgeConsoleDatabase;
}

/** The process's database. @throws Error before the start-up has opened it, and inside of a transaction */
export function db(): Database {
  assertOutsideTransaction();
  return openDatabaseOf().prisma;
}

/**
 * Runs one statement by itself, in a transaction of its own: for the few that each purge needs. Connections keep them
 * prepared, so its text must not vary with what it is about (lib/platform/prepared-statements.ts).
 */
export function runPrepared<Row>(statement: Statement): Promise<Row[]> {
  assertOutsideTransaction();
  return openDatabaseOf().runPrepared<Row>(statement);
}

/** Calls back at each NOTIFY on a channel of the process's database; returns how to stop. */
export function listenTo(channel: string, onNotify: () => void): Promise<() => Promise<void>> {
  return openDatabaseOf().listen(channel, onNotify);
}

/** The SQL that the migrations lack to make what schema.prisma says; tried on a database in memory. */
export async function diffSchema(): Promise<string> {
  const { pglite, close } = await openEmbeddedDatabase("memory");
  try {
    return await withMigrationAdapter(
      new PrismaPGlite(pglite),
      (script) => pglite.exec(script),
      diffMigrationsToSchema,
    );
  } finally {
    await close();
  }
}
