import { randomUUID } from "node:crypto";
import http from "node:http";
import pg from "pg";
import { startPostgres } from "@/prisma/testing/start-postgres";
import { expect, test as shared } from "./fixtures";
import {
  type ConsoleProcess,
  makeDataDir,
  removeDataDir,
  startConsole,
} from "./support/console-process";

// A thousand guesses, spread over three consoles that share a database (P5).

const ports = ["3273", "3274", "3275"];

interface Shared {
  consoles: ConsoleProcess[];
  database: pg.Client;
}

const test = shared.extend<object, { three: Shared }>({
  three: [
    async ({}, use) => {
      const postgres = await startPostgres();
      const dataDir = makeDataDir();
      const database = new pg.Client({ connectionString: `${postgres.url}/postgres` });
      await database.connect();
      const settings = {
        ...{ DATABASE_URL: `${postgres.url}/postgres`, PRACTICE_SIGN_IN: "on" },
        ...{ NEXTAUTH_SECRET: "a secret for tests only, long enough", LOG_LEVEL: "silent" },
        // This test is the one proxy: the last address that is named is believed, and none before it.
        ...{ TRUSTED_PROXIES: "1", DATA_DIR: dataDir, NEXTAUTH_URL: "http://localhost:3273" },
      };
      const consoles: ConsoleProcess[] = [];
      for (const PORT of ports) consoles.push(await startConsole({ ...settings, PORT }));
      await use({ consoles, database });
      for (const one of consoles) await one.kill();
      await database.end();
      await postgres.stop();
      removeDataDir(dataDir);
    },
    { scope: "worker", timeout: 240_000 },
  ],
});

interface Answer {
  status: number;
  /** Without what is different in every answer. */
  text: string;
  ms: number;
}

// A connection each: one that is kept may be closed by its console just as the next guess goes out on it.
const agent = new http.Agent({ keepAlive: false, maxSockets: 12 });

function post(port: string, path: string, headers: Record<string, string>, body: string) {
  return new Promise<{ status: number; cookies: string[]; text: string }>((resolve, reject) => {
    const request = http.request(
      {
        ...{ host: "127.0.0.1", port, path, agent },
        method: body === "" ? "GET" : "POST",
        headers,
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part: string) => (text += part));
        answer.once("end", () => {
          const cookies = (answer.headers["set-cookie"] ?? []).map(
            (one) => one.split(";")[0] ?? "",
          );
          resolve({ status: answer.statusCode ?? 0, cookies, text });
        });
      },
    );
    request.once("error", reject);
    request.end(body);
  });
}

const host = "localhost:3273";

async function csrfOf(port: string) {
  const { cookies, text } = await post(port, "/api/auth/csrf", { Host: host }, "");
  return {
    Cookie: cookies.join("; "),
    token: (JSON.parse(text) as { csrfToken: string }).csrfToken,
  };
}

/** One guess at an account, from an address, at one of the three. */
async function guess(
  at: number,
  csrf: Awaited<ReturnType<typeof csrfOf>>,
  { email, forwarded }: { email: string; forwarded: string },
): Promise<Answer> {
  const startedAt = performance.now();
  const { status, text } = await post(
    ports[at % 3] ?? "",
    "/api/auth/callback/practice",
    {
      ...{ Host: host, Origin: `http://${host}`, Cookie: csrf.Cookie },
      ...{ "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": forwarded },
    },
    new URLSearchParams({ csrfToken: csrf.token, email, json: "true" }).toString(),
  );
  const plain = text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID");
  return { status, text: plain.replaceAll(email, "EMAIL"), ms: performance.now() - startedAt };
}

/** Makes so many guesses, a dozen at a time, and tells how many were looked at and how long it took. */
async function guessMany(
  count: number,
  of: (at: number) => { email: string; forwarded: string },
): Promise<{ looked: number; refused: number; seconds: number }> {
  const csrf = await csrfOf(ports[0] ?? "");
  const startedAt = performance.now();
  const answers: Answer[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      while (next < count) {
        const at = next;
        next += 1;
        answers.push(await guess(at, csrf, of(at)));
      }
    }),
  );
  const refused = answers.filter(({ status }) => status === 429).length;
  const seconds = (performance.now() - startedAt) / 1_000;
  return { looked: answers.length - refused, refused, seconds };
}

test.describe.configure({ mode: "serial" });

test("at one account, from a thousand addresses: ten are looked at, and one more a minute", async ({
  three,
}) => {
  expect(three.consoles).toHaveLength(3);
  test.setTimeout(300_000);
  const { looked, refused, seconds } = await guessMany(1_000, (at) => ({
    ...{ email: "nobody@example.com", forwarded: `10.1.${at >> 8}.${at & 255}` },
  }));
  expect(looked + refused).toBe(1_000);
  expect(looked).toBeGreaterThanOrEqual(10);
  expect(looked).toBeLessThanOrEqual(11 + seconds / 60);
});

test("from one address, at a thousand accounts, whatever stands before it in X-Forwarded-For", async ({
  three,
}) => {
  expect(three.consoles).toHaveLength(3);
  test.setTimeout(300_000);
  const { looked, refused, seconds } = await guessMany(1_000, (at) => ({
    email: `guess-${at}@example.com`,
    forwarded: `10.2.${at >> 8}.${at & 255}, 192.0.2.7`,
  }));
  expect(looked + refused).toBe(1_000);
  expect(looked).toBeGreaterThanOrEqual(60);
  expect(looked).toBeLessThanOrEqual(61 + seconds / 10);
});

test("somebody unknown is answered as somebody known who may not come in, and no later", async ({
  three,
}) => {
  test.setTimeout(300_000);
  const pairs = 150;
  for (let at = 0; at < pairs; at += 1) {
    const email = `disabled-${at}@example.com`;
    await three.database.query(
      `INSERT INTO person (id, issuer, subject, email, role, disabled_at, created_at)
       VALUES ($1, 'practice', $2, $2, 'support', now(), now())`,
      [randomUUID(), email],
    );
  }
  const csrf = await csrfOf(ports[0] ?? "");
  let slower = 0;
  const seen = new Set<string>();
  for (let at = 0; at < pairs; at += 1) {
    const known = { email: `disabled-${at}@example.com`, forwarded: `10.3.0.${at}` };
    const unknown = { email: `unknown!-${at}@example.com`, forwarded: `10.4.0.${at}` };
    // In turn first: what the machine does beside is not to favour one of them.
    const order = at % 2 === 0 ? [known, unknown] : [unknown, known];
    const [one, two] = [
      await guess(0, csrf, order[0] ?? known),
      await guess(0, csrf, order[1] ?? known),
    ];
    const [ofKnown, ofUnknown] = at % 2 === 0 ? [one, two] : [two, one];
    seen.add(`${ofKnown.status} ${ofKnown.text}`).add(`${ofUnknown.status} ${ofUnknown.text}`);
    if (ofKnown.ms > ofUnknown.ms) slower += 1;
  }
  expect([...seen]).toHaveLength(1);
  // Whoever guesses by the clock has to be right more often than a coin: of 150 pairs a fair one gives 75 with a
  // deviation of 6, so that more than 4 deviations off happens once in 16,000 runs.
  expect(Math.abs(slower - pairs / 2)).toBeLessThanOrEqual(25);
});
