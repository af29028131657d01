import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";

// Prisma's own migration engine as WebAssembly: the native one would have to be downloaded.
// See docs/decisions/0003-migrations-through-the-wasm-schema-engine.md

const prismaFolder = () => path.join(process.cwd(), "prisma");

async function readMigrations() {
  const folder = path.join(prismaFolder(), "migrations");
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: await readFile(path.join(folder, name, "migration.sql"), "utf8"),
        },
      },
    })),
  );
  return {
    baseDir: folder,
    lockfile: {
      path: "migration_lock.toml",
      content: await readFile(path.join(folder, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}

const noFilters = { externalTables: [], externalEnums: [] };

async function loadEngineModule() {
  const engineModule = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasmFile = path.join(
    process.cwd(),
    "node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm",
  );
  const { instance } = await WebAssembly.instantiate(await readFile(wasmFile), {
    "./schema_engine_bg.js": engineModule as unknown as WebAssembly.ModuleImports,
  });
  engineModule.__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
  return engineModule;
}

// Once a process, also where this module is loaded more than once: the engine's JavaScript half keeps the
// memory of the one instance it was given last.
const shared = globalThis as typeof globalThis & {
  purgeConsoleSchemaEngine?: ReturnType<typeof loadEngineModule>;
};

async function openEngine(adapter: SqlMigrationAwareDriverAdapterFactory) {
  shared.purgeConsoleSchemaEngine ??= loadEngineModule();
  const file = path.join(prismaFolder(), "schema.prisma");
  const schema = { path: file, content: await readFile(file, "utf8") };
  const engine = await (
    await shared.purgeConsoleSchemaEngine
  ).SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  return { engine, schema };
}

/**
 * Applies the migrations in prisma/migrations that the database has not seen.
 *
 * @returns the names of those applied now
 * @throws Error when the database knows a migration that this version does not (a newer console has
 *   used it), when an applied migration was edited, or when one failed
 */
export async function applyMigrations(
  adapter: SqlMigrationAwareDriverAdapterFactory,
): Promise<string[]> {
  const { engine } = await openEngine(adapter);
  try {
    const migrationsList = await readMigrations();
    const state = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: noFilters,
    });
    if (state.failedMigrationNames.length > 0) {
      throw new Error(
        `The migration ${state.failedMigrationNames.join(", ")} failed earlier and left the database half way. ` +
          "Restore the backup taken before the upgrade, or repair it by hand and mark it as applied or rolled back.",
      );
    }
    const { history } = state;
    if (history !== null && history.diagnostic !== "databaseIsBehind") {
      throw new Error(
        `The database is newer than this version of the console: it has ${history.unpersistedMigrationNames.join(", ")}, ` +
          "which this version does not know. Start the version that made it, or a later one.",
      );
    }
    if (state.editedMigrationNames.length > 0) {
      throw new Error(
        `The migration ${state.editedMigrationNames.join(", ")} is not what was applied to this database. ` +
          "Migrations are never edited: restore the file from the release.",
      );
    }
    return (await engine.applyMigrations({ migrationsList, filters: noFilters }))
      .appliedMigrationNames;
  } finally {
    engine.free();
  }
}

/**
 * The SQL that would bring a database with all migrations applied to what schema.prisma says; empty
 * when they agree.
 *
 * @param adapter an empty database that may be written to
 */
export async function diffMigrationsToSchema(
  adapter: SqlMigrationAwareDriverAdapterFactory,
): Promise<string> {
  const { engine, schema } = await openEngine(adapter);
  try {
    const { stdout } = await engine.diff({
      from: { tag: "migrations", ...(await readMigrations()) },
      to: { tag: "schemaDatamodel", files: [schema] },
      script: true,
      exitCode: null,
      filters: noFilters,
    });
    return stdout ?? "";
  } finally {
    engine.free();
  }
}
