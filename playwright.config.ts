import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

// A browser that the machine has; without one, Playwright's own.
const chromium = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // One console, one practice edge with its fault switches: a second worker would throw them under the first.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [
    ["list"],
    [
      "json",
      { outputFile: process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] ?? "test-results/results.json" },
    ],
  ],
  globalSetup: "./e2e/support/start-for-all.ts",
  use: {
    browserName: "chromium",
    launchOptions: {
      ...(existsSync(chromium) ? { executablePath: chromium } : {}),
      args: [
        ...(isRoot ? ["--no-sandbox"] : []),
        "--disable-quic",
        "--disable-background-networking",
        "--no-first-run",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    trace: "off",
    screenshot: "only-on-failure",
  },
});
