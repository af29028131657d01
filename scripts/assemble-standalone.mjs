// node scripts/assemble-standalone.mjs FOLDER: puts together what a container runs, from the last build. The
// Dockerfile does it with this, and so does the test of it.
import { cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const [folder] = process.argv.slice(2);
const standalone = path.join(root, ".next/standalone");

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (folder === undefined) fail("Usage: node scripts/assemble-standalone.mjs FOLDER");
const target = path.resolve(folder);
if (!existsSync(path.join(standalone, "server.js"))) fail("There is no build: npm run build");
if (existsSync(target) && readdirSync(target).length > 0) fail(`${target} is not empty.`);

// The build takes the whole folder along; read at run time is only this of it.
const prisma = path.join(standalone, "prisma");
const readFromPrisma = ["schema.prisma", "migrations"].map((name) => path.join(prisma, name));
const isNeeded = (file) =>
  !file.startsWith(prisma + path.sep) || readFromPrisma.some((read) => file.startsWith(read));

mkdirSync(target, { recursive: true });
// Links stay as they are: they lead from folder to folder inside of the build.
const copy = { recursive: true, verbatimSymlinks: true };
cpSync(standalone, target, { ...copy, filter: isNeeded });
cpSync(path.join(root, ".next/static"), path.join(target, ".next/static"), copy);
if (existsSync(path.join(root, "public"))) {
  cpSync(path.join(root, "public"), path.join(target, "public"), copy);
}
for (const name of ["listen-host.mjs", "standalone-settings.mjs", "standalone-health.mjs"]) {
  cpSync(path.join(root, "scripts", name), path.join(target, name));
}
