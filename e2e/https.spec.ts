import { expect, test } from "./fixtures";
import { makeDataDir, removeDataDir, startConsole } from "./support/console-process";
import { startTlsProxy } from "./support/tls-proxy";

// A console behind a proxy that speaks https, as every real one is: what its cookies are then.
test("cookies over https are __Host- ones: secure, for this host and all of it, not for scripts", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const dataDir = makeDataDir();
  const proxy = await startTlsProxy();
  const started = await startConsole({
    ...{ DATA_DIR: dataDir, PORT: "3272", NEXTAUTH_URL: proxy.url, TRUSTED_PROXIES: "1" },
    ...{ PRACTICE_SIGN_IN: "on", LISTEN_HOST: "127.0.0.1" },
  });
  proxy.lead("http://127.0.0.1:3272");
  const context = await browser.newContext({ ignoreHTTPSErrors: true, baseURL: proxy.url });
  try {
    const page = await context.newPage();
    const answer = await page.goto("/sign-in");
    expect(answer?.headers()["strict-transport-security"]).toMatch(/max-age=\d{7,}/);
    await page.getByRole("button", { name: /auditor@example\.com/ }).click();
    await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
    const cookies = await context.cookies(proxy.url);
    const names = cookies.map(({ name }) => name);
    expect(names).toContain("__Host-next-auth.session-token");
    expect(
      names.filter((name) => name.includes("next-auth") && !name.startsWith("__Host-")),
    ).toEqual([]);
    for (const { name, secure, path, domain, httpOnly, sameSite } of cookies) {
      if (!name.includes("next-auth")) continue;
      // A leading dot would be a Domain attribute, with which a browser refuses the prefix.
      expect({ name, secure, path, domain, httpOnly, sameSite }).toEqual({
        ...{ name, secure: true, path: "/", domain: "localhost", httpOnly: true, sameSite: "Lax" },
      });
    }
    expect(await page.evaluate(() => document.cookie)).not.toContain("next-auth");

    // The session under another name, as a sibling host or plain http could set it, is no session.
    const session = cookies.find(({ name }) => name.endsWith("session-token"));
    const bare = await browser.newContext({ ignoreHTTPSErrors: true, baseURL: proxy.url });
    const ask = (name: string) =>
      bare.request.get("/api/v1/overview", {
        headers: { Cookie: `${name}=${session?.value ?? ""}` },
      });
    expect((await ask("__Host-next-auth.session-token")).status()).toBe(200);
    for (const name of ["next-auth.session-token", "__Secure-next-auth.session-token"]) {
      expect((await ask(name)).status(), name).toBe(401);
    }
    await bare.close();

    await page.getByRole("button", { name: /signed in as auditor@example\.com/ }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in/);
    const left = (await context.cookies(proxy.url)).map(({ name }) => name);
    expect(left).not.toContain("__Host-next-auth.session-token");
  } finally {
    await context.close();
    await started.kill();
    await proxy.close();
    removeDataDir(dataDir);
  }
});
