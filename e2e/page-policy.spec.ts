import type { APIResponse } from "@playwright/test";
import { expect, test } from "./fixtures";

/** Pages of every kind: signed in, signed out, none at all, below the API, and one whose address cannot be decoded. */
const pages = ["/", "/sign-in", "/purges/new", "/nothing", "/api", "/client", "/metrics/x", "/%ff"];

/** What a client may send to get a page that is made or kept in another way. */
const ways: Record<string, string>[] = [
  {},
  { "Next-Router-Prefetch": "1" },
  { Purpose: "prefetch", "Sec-Purpose": "prefetch" },
  { RSC: "1" },
  { RSC: "1", "Next-Router-Prefetch": "1", "Next-Router-Segment-Prefetch": "/_tree" },
  { "X-Middleware-Subrequest": "proxy:proxy:proxy:proxy:proxy" },
  { "X-Middleware-Prefetch": "1" },
  { "X-Nonce": "ZXZpbA==", "Content-Security-Policy": "script-src 'nonce-ZXZpbA=='" },
  { "Content-Security-Policy-Report-Only": "script-src 'nonce-ZXZpbA=='" },
];

function directivesOf(answer: APIResponse): Map<string, string> {
  const policy = answer.headers()["content-security-policy"] ?? "";
  const parts = policy.split("; ").map((part) => part.split(/ (.*)/s));
  return new Map(parts.map(([name = "", sources = ""]) => [name, sources]));
}

const nonceOf = (answer: APIResponse) =>
  /'nonce-([^']+)'/.exec(directivesOf(answer).get("script-src") ?? "")?.[1] ?? "";

for (const path of pages) {
  test(`${path} has a policy with a nonce of its own, however it is asked for`, async ({
    apiAs,
    stranger,
  }) => {
    const seen = new Set<string>();
    for (const http of [(await apiAs("support")).http, stranger]) {
      for (const headers of ways) {
        const what = JSON.stringify(headers);
        const answer = await http.get(path, { headers });
        const directives = directivesOf(answer);
        const nonce = nonceOf(answer);
        expect(nonce, what).toMatch(/^[A-Za-z0-9+/]{22}==$/);
        expect(seen.has(nonce), `${what} got a nonce anew`).toBe(false);
        seen.add(nonce);
        expect(directives.get("script-src"), what).not.toContain("unsafe");
        for (const name of ["default-src", "object-src", "base-uri", "frame-ancestors"])
          expect(directives.get(name), `${name} ${what}`).toBe("'none'");
        expect(answer.headers()).toMatchObject({
          "x-frame-options": "DENY",
          "x-content-type-options": "nosniff",
          "referrer-policy": "same-origin",
        });
        const text = await answer.text();
        expect(text).not.toContain("ZXZpbA==");
        if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
        const scripts = [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
        expect(scripts.length, what).toBeGreaterThan(3);
        for (const tag of scripts) expect(tag, what).toContain(`nonce="${nonce}"`);
      }
    }
  });
}

test("answers that are no pages let nothing run", async ({ apiAs }) => {
  const { http } = await apiAs("support");
  for (const path of ["/api/v1/overview", "/api/v1/nothing", "/client/v4/x", "/api/auth/x"]) {
    const policy = (await http.get(path)).headers()["content-security-policy"];
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).not.toContain("script-src");
  }
});

// That no screen violates the policy shows in every other spec: the browser's complaint fails it.
/** What somebody has written into a page that the server sends: a script, and a handler. */
const written = `<script>document.documentElement.dataset.script = "ran"</script>
<img src="x:" onerror="document.documentElement.dataset.handler = 'ran'">`;

for (const policy of ["sent", "left out"] as const)
  test(`what somebody wrote into a page, a script and a handler, with the policy ${policy}`, async ({
    browser,
    consoleUrl,
  }) => {
    const page = await browser.newPage({ baseURL: consoleUrl });
    const said: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") said.push(message.text());
    });
    await page.route("**/sign-in", async (route) => {
      const answer = await route.fetch();
      const { "content-security-policy": sent = "", ...others } = answer.headers();
      const headers = policy === "sent" ? { ...others, "content-security-policy": sent } : others;
      const body = (await answer.text()).replace("</body>", `${written}</body>`);
      await route.fulfill({ status: answer.status(), headers, body });
    });
    await page.goto("/sign-in");
    const ran = () =>
      page.evaluate(() => {
        const { script = "did not run", handler = "did not run" } =
          document.documentElement.dataset;
        return { script, handler };
      });
    const refused = () => said.filter((text) => /inline (script|event handler)/.test(text)).length;
    // Without the policy both run: what is seen with it is the policy's doing.
    if (policy === "left out") await expect.poll(ran).toEqual({ script: "ran", handler: "ran" });
    else {
      await expect.poll(refused).toBe(2);
      expect(await ran()).toEqual({ script: "did not run", handler: "did not run" });
    }
    await page.close();
  });

test("what a page's policy keeps from somebody who is signed in is told to the console, and from nobody else", async ({
  browser,
  consoleUrl,
  sessions,
  stranger,
}) => {
  const told = async () => {
    const metrics = await (await stranger.get("/metrics")).text();
    return Number(/^purge_console_page_violations_total (\d+)$/m.exec(metrics)?.[1]);
  };
  const before = await told();
  const page = await browser.newPage({ baseURL: consoleUrl, storageState: sessions.support });
  await page.goto("/");
  await page.evaluate(() => {
    const picture = document.createElement("img");
    picture.src = "https://evil.example/pixel.png?secret";
    document.body.append(picture);
  });
  await expect.poll(told).toBeGreaterThan(before);
  await page.close();
  const report = { "csp-report": { "effective-directive": "img-src" } };
  const headers = { "content-type": "application/csp-report" };
  const answer = await stranger.post("/api/v1/csp-reports", { data: report, headers });
  expect(answer.status()).toBe(401);
});
