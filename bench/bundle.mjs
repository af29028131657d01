// npm run bench:bundle: the JavaScript that the first load of each screen asks for, gzipped, beside an empty
// app of the same Next version. Both are production builds, served and fetched as a browser would.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

const goal = 1.5;
const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), "..");
process.chdir(root);
const next = "node_modules/next/dist/bin/next";
// Below the project, so that it finds the project's packages; git does not see it.
const emptyApp = ".cache/empty-app";
const dataDir = mkdtempSync(path.join(tmpdir(), "purge-console-bundle-"));
const startLimitMs = 5 * 60_000;

const ours = /^(PORT|DATABASE_URL|CLOUDFLARE_.*|NEXTAUTH_.*|PRACTICE_.*|PROBE_.*)$/;
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name))),
  NEXT_TELEMETRY_DISABLED: "1",
  NODE_ENV: "production",
  DATA_DIR: dataDir,
};

const children = [];
function stopAll() {
  for (const child of children) {
    try {
      process.kill(-child.pid, "SIGTERM");
    } catch {
      // It has ended by itself.
    }
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a server and waits for the line that says so. */
function startServer(args, port, ready) {
  const child = spawn(process.execPath, args, {
    env: { ...env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (why) => reject(new Error(`${why}:\n${output}`));
    const timer = setTimeout(() => fail("The server did not start in time"), startLimitMs);
    const read = (chunk) => {
      output += chunk;
      const match = ready.exec(output);
      if (match === null) return;
      clearTimeout(timer);
      resolve(match[1]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", () => fail("The server ended"));
  });
}

function buildEmptyApp() {
  rmSync(emptyApp, { recursive: true, force: true });
  mkdirSync(path.join(emptyApp, "app"), { recursive: true });
  const files = {
    "package.json": '{ "private": true, "type": "module" }',
    "next.config.mjs": `export default { turbopack: { root: ${JSON.stringify(root)} } };`,
    // Without its own, the builder takes the one of the folders above, which starts the console.
    "instrumentation.js": "export function register() {}",
    "app/layout.jsx":
      'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
    "app/page.jsx": "export default function Page() { return <p>Nothing</p>; }",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(emptyApp, name), text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [next, "build", emptyApp], {
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The empty app was not built:\n${stdout}\n${stderr}`);
}

/** Signs in as an engineer, as the sign-in screen does. Answers the cookies to send. */
async function signIn(url) {
  const cookies = new Map();
  const keep = (answer) => {
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(";");
      const at = pair.indexOf("=");
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  };
  const header = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const first = await fetch(`${url}/api/auth/csrf`);
  keep(first);
  const { csrfToken } = await first.json();
  const second = await fetch(`${url}/api/auth/callback/practice`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: header(), origin: url },
    body: new URLSearchParams({ csrfToken, email: "engineer@example.com", json: "true" }),
  });
  keep(second);
  const session = [...cookies.keys()].some((name) => name.includes("session-token"));
  if (!session) throw new Error(`Signing in failed with ${second.status}.`);
  return header();
}

async function load(url, cookie) {
  const answer = await fetch(url, { headers: { cookie }, redirect: "manual" });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}, expected 200.`);
  return answer;
}

/** The script files that a page names, as tags or in the data that React starts from; no module-less ones. */
function scriptsIn(html) {
  const modern = html.replace(/<script[^>]*\bnomodule\b[^>]*>/gi, "");
  const named = modern.matchAll(/static\/[^"'\\\s?]+?\.js\b/g);
  return [...new Set([...named].map(([name]) => decodeURIComponent(name)))];
}

function measure(screen, html, distDir) {
  const scripts = scriptsIn(html);
  if (scripts.length === 0) throw new Error(`${screen} names no script.`);
  const bytes = scripts
    .map((name) => gzipSync(readFileSync(path.join(distDir, name)), { level: 9 }).length)
    .reduce((sum, length) => sum + length, 0);
  return { screen, files: scripts.length, bytes };
}

async function measureEmptyApp() {
  buildEmptyApp();
  const port = await freePort();
  const args = [next, "start", emptyApp, "-H", "127.0.0.1", "-p", String(port)];
  await startServer(args, port, /Ready in/);
  const page = await load(`http://127.0.0.1:${port}/`, "");
  return measure("An empty app", await page.text(), path.join(emptyApp, ".next"));
}

async function measureConsole() {
  const url = await startServer(
    ["scripts/start.mjs"],
    await freePort(),
    /Purge Console is at (http:\/\/\S+)/,
  );
  const cookie = await signIn(url);
  const list = await (await load(`${url}/api/v1/purges?limit=1`, cookie)).json();
  const id = list.items[0]?.id;
  if (id === undefined) throw new Error("There is no purge to look at.");
  const screens = [
    ["/sign-in", "/sign-in"],
    ...["/", "/tenants", "/tenants/42", "/purges"].map((place) => [place, place]),
    ["/purges/{id}", `/purges/${id}`],
    ...["/purges/new?tenant=42", "/compare", "/compare/new?tenant=42", "/audit"].map((place) => [
      place,
      place,
    ]),
  ];
  const results = [];
  for (const [name, place] of screens) {
    // The sign-in screen sends away whoever is signed in.
    const page = await load(`${url}${place}`, name === "/sign-in" ? "" : cookie);
    results.push(measure(name, await page.text(), ".next"));
  }
  return results;
}

const kilobytes = (bytes) => (bytes / 1000).toFixed(1);

function describe(empty, results) {
  const row = ({ screen, files, bytes }) =>
    `| ${screen} | ${files} | ${kilobytes(bytes)} | ${(bytes / empty.bytes).toFixed(2)} |`;
  const worst = Math.max(...results.map(({ bytes }) => bytes)) / empty.bytes;
  const { version } = JSON.parse(readFileSync("node_modules/next/package.json", "utf8"));
  return [
    "# JavaScript of each screen's first load",
    "",
    `\`npm run bench:bundle\`, ${new Date().toISOString().slice(0, 10)}, Next ${version}.`,
    "",
    "Script files that the page names, for browsers with modules, each gzipped at level 9; 1 kB is 1000 bytes.",
    "",
    "| Screen | Files | kB gzipped | Times the empty app |",
    "| --- | --- | --- | --- |",
    ...[empty, ...results].map(row),
    "",
    `The heaviest screen loads ${worst.toFixed(2)} times what an empty app loads; the goal is at most ${goal}:` +
      ` ${worst <= goal ? "met" : "not met"}.`,
    "",
  ].join("\n");
}

process.on("exit", () => {
  stopAll();
  rmSync(emptyApp, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

const empty = await measureEmptyApp();
const results = await measureConsole();
const text = describe(empty, results);
mkdirSync("bench/results", { recursive: true });
writeFileSync("bench/results/bundle.md", text);
console.log(text);
process.exit(0);
