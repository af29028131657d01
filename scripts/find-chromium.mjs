// Finds a Chromium for the browser tests, or brings one, by whatever way this machine offers.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const playwright = "node_modules/@playwright/test/cli.js";
const limitMs = 5 * 60_000;

const runs = (program, args) =>
  spawnSync(program, args, { stdio: "ignore", timeout: limitMs, killSignal: "SIGKILL" }).status ===
  0;

async function playwrightChromium() {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

function debianChromium() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  if (!runs("apt-get", ["update"])) return undefined;
  runs("apt-get", ["install", "-y", "--no-install-recommends", "chromium"]);
  return existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined;
}

/** The path of a Chromium: the one named, one that is there, or one installed now; else undefined. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH: there is no file ${named}.`);
    return named;
  }
  const present = usual.find((file) => existsSync(file)) ?? (await playwrightChromium());
  if (present !== undefined) return present;
  if (runs(process.execPath, [playwright, "install", "chromium"])) {
    const installed = await playwrightChromium();
    if (installed !== undefined) return installed;
  }
  return debianChromium();
}
