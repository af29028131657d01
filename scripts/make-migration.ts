// npm run migration -- NAME: writes the migration that brings the existing ones to prisma/schema.prisma.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { diffSchema } from "@/lib/platform/database";

const name = process.argv[2];
if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error("Usage: npm run migration -- name_in_snake_case");
  process.exit(1);
}
const sql = await diffSchema();
if (sql.trim() === "" || sql.includes("This is an empty migration")) {
  console.log("The schema and the migrations agree; nothing to write.");
  process.exit(0);
}
const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
const folder = path.join("prisma", "migrations", `${stamp}_${name}`);
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, "migration.sql"), sql);
console.log(`Wrote ${folder}/migration.sql. Read it before you commit it.`);
process.exit(0);
