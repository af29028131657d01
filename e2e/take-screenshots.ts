// Makes docs/screenshots from a console of its own: npx tsx e2e/take-screenshots.ts [names of screens]
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, request } from "@playwright/test";
import { type Role, roles } from "@/lib/schemas/words";
import { ConsoleApi, newApiContext, signIn, type StoredSession } from "./support/console-api";
import { makeDataDir, removeDataDir, startConsole } from "./support/console-process";
import { PracticeEdge } from "./support/practice-edge";
import type { Screen, ScreenData } from "./support/screen";
import { makeScreenData, screens } from "./support/screen-list";

const folder = path.resolve(import.meta.dirname, "../docs/screenshots");
const wide = new Set([
  ...["sign-in", "overview", "tenants", "tenant", "purges", "purges with a panel", "new purge"],
  ...["receipt", "receipt of a failure", "comparison", "comparisons", "new comparison"],
  ...["audit", "search"],
]);
const small = new Set(["overview", "tenant", "purges", "new purge", "receipt", "comparison"]);

const slugs = ["acme", "globex", "amber-bakeries"] as const;

const fileName = (screen: string) => screen.replace(/[^a-z]+/g, "-");

interface Look {
  screen: Screen;
  width: number;
  colorScheme: "light" | "dark";
}

function looks(wanted: readonly string[]): Look[] {
  const isWanted = ({ name }: Screen) => wanted.length === 0 || wanted.includes(fileName(name));
  return screens
    .filter(isWanted)
    .flatMap((screen) =>
      (["light", "dark"] as const).flatMap((colorScheme) => [
        ...(wide.has(screen.name) ? [{ screen, width: 1280, colorScheme }] : []),
        ...(small.has(screen.name) ? [{ screen, width: 390, colorScheme }] : []),
      ]),
    );
}

async function take(
  browser: Browser,
  baseURL: string,
  { screen, width, colorScheme }: Look,
  sessions: Record<Role, StoredSession>,
  data: ScreenData,
): Promise<void> {
  const context = await browser.newContext({
    baseURL,
    colorScheme,
    reducedMotion: "reduce",
    locale: "en-GB",
    viewport: { width, height: width < 600 ? 844 : 800 },
    deviceScaleFactor: width < 600 ? 2 : 1,
    ...(screen.role === null ? {} : { storageState: sessions[screen.role] }),
  });
  const page = await context.newPage();
  await page.goto(screen.path(data));
  await screen.ready(page);
  await screen.open?.(page);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const size = width < 600 ? "-small" : "";
  const file = `${fileName(screen.name)}${size}-${colorScheme}.png`;
  await page.screenshot({ path: path.join(folder, file), caret: "hide" });
  console.log(file);
  await context.close();
}

async function takeAll(url: string, controlUrl: string, wanted: readonly string[]): Promise<void> {
  const edge = await PracticeEdge.find(controlUrl);
  const sessions = {} as Record<Role, StoredSession>;
  for (const role of roles) sessions[role] = await signIn(request, url, role);
  const contextOf = (role: Role) => newApiContext(request, url, sessions[role]);
  const [support, engineer] = [await contextOf("support"), await contextOf("engineer")];
  const data = await makeScreenData(new ConsoleApi(support), new ConsoleApi(engineer), edge, slugs);
  await support.dispose();
  await engineer.dispose();
  const system = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({
    ...(existsSync(system) ? { executablePath: system } : {}),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  mkdirSync(folder, { recursive: true });
  for (const look of looks(wanted)) await take(browser, url, look, sessions, data);
  await browser.close();
}

const dataDir = makeDataDir();
const running = await startConsole({ DATA_DIR: dataDir, PORT: "3290" });
try {
  await takeAll(running.url, running.controlUrl, process.argv.slice(2));
} finally {
  await running.interrupt();
  removeDataDir(dataDir);
}
