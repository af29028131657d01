// npm start, npm run dev, npm run reset. Plain Node, since it runs before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import net from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { listening, ownAddress } from "./listen-host.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
const dev = process.argv.includes("--dev");
const distDir = ".next";
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

if (existsSync(".env")) process.loadEnvFile(".env");
const dataDir = path.resolve(process.env.DATA_DIR || ".data");

function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (!fits)
    fail(`Node ${process.versions.node} is too old: 20.19, 22.12 or 24 and later are needed.`);
}

function hashFiles(places) {
  const hash = createHash("sha256");
  const add = (place) => {
    if (!existsSync(place)) return;
    if (statSync(place).isDirectory()) {
      for (const name of readdirSync(place).sort()) add(path.join(place, name));
    } else if (!/\.test\.tsx?$/.test(place)) {
      hash.update(place).update("\0").update(readFileSync(place)).update("\0");
    }
  };
  places.forEach(add);
  return hash.digest("hex");
}

/** Runs a program to its end, with a dot every two seconds. Resolves to its exit code and output. */
function run([program, ...args], env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    const stop = () => {
      child.kill("SIGTERM");
      process.exit(130);
    };
    for (const signal of signals) process.on(signal, stop);
    const dots = setInterval(() => process.stdout.write("."), 2_000);
    let output = "";
    const keep = (chunk) => (output += chunk);
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => keep(error.message));
    child.on("close", (code) => {
      clearInterval(dots);
      for (const signal of signals) process.off(signal, stop);
      resolve({ code, output });
    });
  });
}

/** Runs a step unless what it depends on is as it was when the step last succeeded. */
async function step(name, { stamp, places, missing, command, env = {} }) {
  const hash = hashFiles(places);
  if (!missing() && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  const startedAt = Date.now();
  process.stdout.write(`${name} `);
  const { code, output } = await run(command, env);
  if (code !== 0) fail(`failed\n${output}`.trim());
  console.log(` done (${Math.round((Date.now() - startedAt) / 1000)} s)`);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

async function prepare() {
  await step("Installing packages", {
    stamp: "node_modules/.purge-console-installed",
    places: ["package-lock.json"],
    missing: () => !existsSync("node_modules/next"),
    command: ["npm", "ci", "--no-audit", "--no-fund"],
  });
  await step("Generating the database client", {
    stamp: "prisma/generated/.stamp",
    places: ["prisma/schema.prisma", "package-lock.json"],
    missing: () => !existsSync("prisma/generated/client.ts"),
    command: [process.execPath, "scripts/generate.mjs"],
  });
}

/** Settings are checked before the long build, and by the server again. */
function checkSettings() {
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "scripts/check-env.ts"],
    { encoding: "utf8" },
  );
  if (status !== 0) fail(`The settings are not right.\n${stderr.trim()}`);
}

async function build() {
  await step("Building", {
    stamp: path.join(distDir, ".purge-console-built"),
    places: [
      ...["app", "components", "lib", "prisma", "public", "package-lock.json", "package.json"],
      ...[
        "instrumentation.ts",
        "proxy.ts",
        "next.config.ts",
        "postcss.config.mjs",
        "tsconfig.json",
      ],
    ],
    missing: () => !existsSync(path.join(distDir, "BUILD_ID")),
    command: [process.execPath, "node_modules/next/dist/bin/next", "build"],
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
}

function isFree(port, host) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

async function choosePort(host) {
  const wanted = Number(process.env.PORT || 3000);
  for (let port = wanted; port < wanted + 50 && port <= 65_535; port += 1) {
    if (await isFree(port, host)) {
      if (port !== wanted) console.log(`Port ${wanted} is taken, using ${port}.`);
      return port;
    }
  }
  return fail(`PORT: no free port from ${wanted} on.`);
}

function printWelcome(url, practiceSignIn) {
  const lines = [
    "",
    `Purge Console is at ${url}`,
    practiceSignIn
      ? "Sign in with one click as support@example.com, engineer@example.com, auditor@example.com or admin@example.com."
      : "Practice sign-in is off.",
    process.env.DATABASE_URL
      ? "Data lives in the database that DATABASE_URL names."
      : `Data lives in ${dataDir}. Empty it with: npm run reset`,
    "Stop with Ctrl-C.",
    "",
  ];
  console.log(lines.join("\n"));
}

async function waitUntilReady(url, child) {
  for (;;) {
    if (child.exitCode !== null) return false;
    const answer = await fetch(`${url}/api/readyz`).catch(() => null);
    if (answer?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function serve() {
  const { practiceSignIn, host } = listening(process.env);
  const port = await choosePort(host);
  const url = process.env.NEXTAUTH_URL || `http://localhost:${port}`;
  const args = [
    // In MiB. With Node's own 16 a page of the feed in twenty waits milliseconds for the garbage collector.
    "--max-semi-space-size=64",
    "node_modules/next/dist/bin/next",
    dev ? "dev" : "start",
    "-H",
    host,
    "-p",
    String(port),
  ];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      PORT: String(port),
      NEXTAUTH_URL: url,
      NODE_ENV: dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      // The console closes its own parts in order; Next would exit first.
      NEXT_MANUAL_SIG_HANDLE: "true",
    },
  });
  child.stdout.pipe(process.stdout);
  let asked = false;
  for (const signal of signals) {
    process.on(signal, () => {
      asked = true;
      child.kill("SIGTERM");
      // It ends itself within nine seconds, unless it hangs altogether.
      setTimeout(() => child.kill("SIGKILL"), 9_500).unref();
    });
  }
  child.on("exit", (code, signal) => process.exit(asked ? 0 : (code ?? (signal ? 1 : 0))));
  if (await waitUntilReady(ownAddress(host, port), child)) printWelcome(url, practiceSignIn);
}

function reset() {
  if (process.env.DATABASE_URL) {
    fail(
      "Nothing was removed: npm run reset empties the embedded practice data, and DATABASE_URL names a server.",
    );
  }
  const lock = path.join(dataDir, "database.lock");
  if (existsSync(lock)) {
    const pid = Number(readFileSync(lock, "utf8"));
    try {
      process.kill(pid, 0);
      fail(`Stop the console first: process ${pid} uses ${dataDir}.`);
    } catch (error) {
      if (error.code === "EPERM") fail(`Stop the console first: process ${pid} uses ${dataDir}.`);
    }
  }
  for (const name of ["postgres", "database.lock", "import.sock", "nextauth-secret", "audit"]) {
    rmSync(path.join(dataDir, name), { recursive: true, force: true });
  }
  console.log(`Emptied ${dataDir}. The next start makes the practice data anew.`);
}

async function main() {
  const asked = (flag) => process.argv.includes(`--${flag}`);
  checkNode();
  if (asked("reset")) return reset();
  await prepare();
  if (asked("prepare")) return;
  checkSettings();
  if (!dev) await build();
  if (!asked("build-only")) await serve();
}

await main();
