import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import Cloudflare from "cloudflare";
import type { PurgeDetail } from "@/lib/schemas/purges";
import type { TokenRequest } from "@/lib/schemas/tokens";
import { practiceZones } from "@/prisma/practice/world";
import { expect, test as base } from "./fixtures";
import { makeToken } from "./support/service-api";
import { root } from "./support/console-process";
import { tenantOf } from "./support/tenants";

const run = promisify(execFile);
const [main, europe] = practiceZones;
const tenant = tenantOf("saffron-freight");
const other = tenantOf("saffron-analytics");
const tags = [`tenant:${tenant.id}`];

interface Fixtures {
  /** Makes a token for billing and answers its secret. */
  secretFor: (over?: Partial<TokenRequest>) => Promise<string>;
  /** Cloudflare's own client, with nothing but the console's address and a token of the console's. */
  clientWith: (secret: string) => Cloudflare;
}

const test = base.extend<Fixtures>({
  secretFor: async ({ apiAs }, use) => {
    await use(async (over) => (await makeToken(await apiAs("admin"), over)).secret);
  },
  clientWith: async ({ consoleUrl }, use) => {
    await use((apiToken) => new Cloudflare({ baseURL: `${consoleUrl}/client/v4`, apiToken }));
  },
});

/** What a call of the client is refused with. */
async function refusalOf(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Cloudflare.APIError)) throw new Error(`no refusal: ${String(error)}`);
  // The client's own type leaves open what they are.
  const { status, errors } = error as { status: unknown; errors: { code: number }[] };
  return { status, codes: errors.map(({ code }) => code), error: error as Error };
}

test("the official client verifies its token, finds its zone, purges and invalidates", async ({
  secretFor,
  clientWith,
  apiAs,
  openAs,
  edge,
}) => {
  const client = clientWith(await secretFor());
  expect((await client.user.tokens.verify()).status).toBe("active");
  const { result } = await client.zones.list({ name: main.name });
  expect(result.map(({ id }) => id)).toEqual([main.id]);
  expect((await client.zones.get({ zone_id: main.id })).name).toBe(main.name);
  const all: string[] = [];
  for await (const { name } of client.zones.list({ per_page: 1 })) all.push(name);
  // Other specs make zones as well: each is told once.
  expect(all).toEqual(expect.arrayContaining([main.name, europe.name]));
  expect(new Set(all).size).toBe(all.length);

  expect(await client.cache.purge({ zone_id: main.id, tags })).toEqual({ id: main.id });
  expect(await client.cache.invalidate({ zone_id: main.id, tags })).toEqual({ id: main.id });
  await client.cache.purgeEnvironment("5ta91n6e", { zone_id: europe.id, tags: ["page:sdk"] });
  const seen = await edge.purgesOf(tags[0] ?? "");
  expect(seen.slice(0, 2).map(({ method }) => method)).toEqual(["invalidate", "purge"]);
  expect((await edge.purgesOf("page:sdk"))[0]).toMatchObject({ environment: "5ta91n6e" });

  const support = await apiAs("support");
  const { items } = await support.get<{ items: PurgeDetail[] }>(`/purges?tenant=${tenant.id}`);
  expect(items[0]).toMatchObject({
    method: "invalidate",
    status: "accepted",
    source: "app",
    actor: { kind: "token", name: "billing" },
    tenant: { slug: tenant.slug },
  });
  const page = await openAs("support", `/purges?tenant=${tenant.id}`);
  const row = page.locator(`[data-purge-row="${items[0]?.id ?? ""}"]`);
  for (const word of ["App", "billing", tenant.name, "Accepted"]) {
    await expect(row).toContainText(word);
  }
});

test("curl, with and without a content type; what the headers say is on the receipt", async ({
  secretFor,
  consoleUrl,
  apiAs,
}) => {
  const secret = await secretFor();
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  for (const type of ["Content-Type: application/json", "Content-Type:"]) {
    const key = crypto.randomUUID();
    const { stdout } = await run("curl", [
      ...["-sS", "-i", "-H", type, "-H", `Authorization: Bearer ${secret}`],
      ...["-H", "X-Purge-Source: deploy", "-H", "X-Purge-Reason: Größe geändert"],
      ...["-H", "X-Purge-Ticket: ZD-77", "-H", `Idempotency-Key: ${key}`],
      ...["-H", `traceparent: 00-${trace}-00f067aa0ba902b7-01`],
      ...["-d", JSON.stringify({ tags })],
      `${consoleUrl}/client/v4/zones/${main.id}/purge_cache`,
    ]);
    expect(stdout).toMatch(/^HTTP\/1\.1 200/);
    expect(stdout).toMatch(/^cf-ray: /m);
    expect(stdout).toContain(`"result":{"id":"${main.id}"}`);
    const id = /^purge-console-purge-id: (\S+)/m.exec(stdout)?.[1] ?? "";
    expect(await (await apiAs("support")).readPurge(id)).toMatchObject({
      source: "deploy",
      reason: "Größe geändert",
      ticket: "ZD-77",
      traceId: trace,
    });
  }
});

test("the examples of docs/services.md run as they stand", async ({ secretFor, consoleUrl }) => {
  const env = { ...process.env, CONSOLE: consoleUrl, TOKEN: await secretFor(), ZONE: main.name };
  const folder = path.join(root, "docs/examples");
  const shell = await run("sh", [path.join(folder, "first-purge.sh"), tags[0] ?? ""], { env });
  expect(shell.stdout).toMatch(/"status":"active"[^]*"success":true/);
  const script = ["--import", "tsx", path.join(folder, "first-purge.ts"), tags[0] ?? ""];
  const { stdout } = await run(process.execPath, script, { env, cwd: root });
  expect(stdout).toMatch(
    /^The token is active\.\nStatus 200\.\nhttp:\S+\/purges\/[0-9a-f-]{36}\n$/,
  );
});

test("refusals come as Cloudflare's, and a revoked token is refused at once", async ({
  secretFor,
  clientWith,
  apiAs,
}) => {
  const admin = await apiAs("admin");
  const { token, secret } = await makeToken(admin, { tenants: [tenant.id], zones: [main.name] });
  const client = clientWith(secret);
  const beyond = { zone_id: main.id, tags: [`tenant:${other.id}`] };
  expect(await refusalOf(client.cache.purge(beyond))).toMatchObject({
    status: 403,
    codes: [10000],
  });
  const elsewhere = await refusalOf(client.cache.purge({ zone_id: europe.id, tags }));
  expect(elsewhere).toMatchObject({ status: 404, codes: [7003, 7000] });
  const nowhere = await refusalOf(client.cache.purge({ zone_id: "0".repeat(32), tags }));
  expect(nowhere).toMatchObject({ status: 404, codes: [7003, 7000] });
  const empty = await refusalOf(client.cache.purge({ zone_id: main.id, tags: [] }));
  expect(empty).toMatchObject({ status: 400, codes: [1012] });
  expect(await refusalOf(client.dns.records.list({ zone_id: main.id }))).toMatchObject({
    status: 404,
    codes: [7003, 7000],
  });
  await secretFor();
  await client.cache.purge({ zone_id: main.id, tags });
  await admin.post(`/tokens/${token.id}/revocation`, { reason: "For the test" }, 200);
  const refused = await refusalOf(client.cache.purge({ zone_id: main.id, tags }));
  expect(refused).toMatchObject({ status: 403, codes: [10000] });
  expect(refused.error).toBeInstanceOf(Cloudflare.PermissionDeniedError);
  expect(await refusalOf(clientWith("none").user.tokens.verify())).toMatchObject({ status: 403 });
});

test("Cloudflare's own refusal is passed on; the same key again sends nothing", async ({
  secretFor,
  clientWith,
  edge,
}) => {
  const client = clientWith(await secretFor());
  await edge.setFaults({ apiStatus: { mode: "error", status: 403 } });
  const headers = { "Idempotency-Key": crypto.randomUUID() };
  const invoice = `invoice:${Date.now()}`;
  const call = () => client.cache.purge({ zone_id: main.id, tags: [invoice] }, { headers });
  const first = await refusalOf(call());
  expect(first.status).toBe(403);
  await edge.clearFaults();
  expect((await refusalOf(call())).codes).toEqual(first.codes);
  expect(await edge.purgesOf(invoice)).toHaveLength(1);
  const { status } = await refusalOf(client.cache.purge({ zone_id: main.id, tags }, { headers }));
  expect(status).toBe(422);
});

test("Prefer: respond-async is answered before Cloudflare has", async ({
  secretFor,
  clientWith,
  apiAs,
}) => {
  const client = clientWith(await secretFor());
  const { data, response } = await client.cache
    .purge({ zone_id: main.id, tags }, { headers: { Prefer: "respond-async" } })
    .withResponse();
  expect(response.status).toBe(202);
  expect(response.headers.get("preference-applied")).toBe("respond-async");
  const support = await apiAs("support");
  expect((await support.finished(data?.id ?? "")).status).toBe("accepted");
});
