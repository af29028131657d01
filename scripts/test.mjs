// npm test: everything that must hold, on a fresh clone, too. Plain Node, since nothing may be installed yet.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), "..");
process.chdir(root);
const reports = mkdtempSync(path.join(tmpdir(), "purge-console-reports-"));
const limitMs = 40 * 60_000;
/** What a runner gets to stop its own servers. */
const graceMs = 10_000;
const total = { passed: 0, failed: 0, skipped: 0 };

// Tests choose their own settings: whatever this machine is configured for stays untouched.
const ours =
  /^(PORT|LISTEN_HOST|DATA_DIR|DATABASE_.*|CLOUDFLARE_.*|NEXTAUTH_.*|OIDC_.*|PRACTICE_.*|PROBE_.*|CANARY_.*|METRICS_.*|AUDIT_.*|ACCESS_.*|FRAME_.*|TRUSTED_.*|LOG_LEVEL)$/;
const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
const baseEnv = {
  ...Object.fromEntries(kept),
  CI: "true",
  NEXT_TELEMETRY_DISABLED: "1",
  ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }),
};

let group;
let interrupted = false;
function endGroup(signal) {
  try {
    if (group !== undefined) process.kill(-group, signal);
  } catch {
    // Nobody of the group is left.
  }
}

/** Runs a program in a process group of its own, and ends what it leaves behind. */
function run(program, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { ...baseEnv, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    group = child.pid;
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    }
    const timer = setTimeout(() => {
      output += `\nStopped after ${limitMs / 60_000} minutes.\n`;
      endGroup("SIGINT");
      setTimeout(() => endGroup("SIGKILL"), graceMs).unref();
    }, limitMs);
    child.on("error", (error) => (output += `${error.message}\n`));
    // Not "close": a process left behind would hold the pipes open.
    child.on("exit", (code) => {
      clearTimeout(timer);
      if (interrupted) process.exit(1);
      endGroup("SIGTERM");
      setTimeout(() => resolve({ ok: code === 0, output }), 100);
    });
    if (child.pid === undefined) resolve({ ok: false, output: `${program} cannot be started` });
  });
}

const npmRun = (script) => () => run("npm", ["run", "--silent", script]);

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/** A runner that failed although no test did, or that ran nothing, counts as one failure. */
function withCounts({ ok, output }, counts) {
  const none = counts.passed + counts.failed === 0;
  const failed = (!ok || none) && counts.failed === 0 ? 1 : counts.failed;
  const why = none ? "\nNo test ran.\n" : "";
  return { ok: failed === 0, output: output + why, counts: { ...counts, failed } };
}

/** What the machine lacks, so that tests were skipped. */
const notRun = [];

async function unitAndDatabase() {
  const { installCaches } = await import("./install-caches.mjs");
  notRun.push(...installCaches());
  const file = path.join(reports, "vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const result = await run(process.execPath, [
    "node_modules/vitest/vitest.mjs",
    "run",
    ...reporters,
  ]);
  const report = readReport(file);
  return withCounts(result, {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  });
}

async function inTheBrowser() {
  const none = { passed: 0, failed: 1, skipped: 0 };
  if (!existsSync("playwright.config.ts")) {
    return { ok: false, output: "There is no playwright.config.ts.", counts: none };
  }
  const { findChromium } = await import("./find-chromium.mjs");
  const chromium = await findChromium().catch((error) => error);
  if (typeof chromium !== "string") {
    const help = chromium?.message ?? "No Chromium was found and none could be installed.";
    return { ok: false, output: `${help}\nName one with CHROMIUM_PATH.`, counts: none };
  }
  const file = path.join(reports, "playwright.json");
  const args = ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"];
  const env = { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const result = await run(process.execPath, args, env);
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = readReport(file)?.stats ?? {};
  // A test that passes at the second attempt hides a race.
  return withCounts(result, { passed: expected, failed: unexpected + flaky, skipped });
}

function describeCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** Runs one step and adds what it counted: its tests, or itself. */
async function step(name, act) {
  const startedAt = Date.now();
  process.stdout.write(`${name} ... `);
  const { ok, output, counts } = await act();
  const seconds = `${Math.round((Date.now() - startedAt) / 1000)} s`;
  const details = counts === undefined ? seconds : `${describeCounts(counts)}, ${seconds}`;
  console.log(`${ok ? "ok" : "FAILED"} (${details})`);
  if (!ok) console.log(`\n${output.trim()}\n`);
  total.passed += counts?.passed ?? (ok ? 1 : 0);
  total.failed += counts?.failed ?? (ok ? 0 : 1);
  total.skipped += counts?.skipped ?? 0;
  return ok;
}

async function runAll() {
  const prepare = () => run(process.execPath, ["scripts/start.mjs", "--prepare"]);
  if (!(await step("Packages and database client", prepare))) return;
  total.passed -= 1; // A preparation, not a check.
  await step("Format", npmRun("format:check"));
  await step("Types", npmRun("types"));
  await step("Lint and import fence", npmRun("lint"));
  await step("Dead code", npmRun("dead-code"));
  await step("Unit and database tests", unitAndDatabase);
  const built = await step("Production build", npmRun("build"));
  if (built) await step("Browser tests", inTheBrowser);
  else console.log("Browser tests ... not run, for there is nothing to open");
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    interrupted = true;
    // Vitest and Playwright take this one as the wish to put everything away first.
    endGroup("SIGINT");
    setTimeout(() => process.exit(1), graceMs);
  });
}
process.on("exit", () => {
  endGroup("SIGKILL");
  rmSync(reports, { recursive: true, force: true });
});

await runAll();
console.log([describeCounts(total), ...notRun].join("; "));
process.exit(total.failed > 0 ? 1 : 0);
