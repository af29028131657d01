import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PurgeLogEntry } from "../api/purge-log";
import type { PracticeEdge } from "../start-practice-edge";
import {
  ACME,
  ask,
  BETA,
  callPurgeApi,
  envelopeOf,
  manualClock,
  setFaults,
  startTestEdge,
  visit,
  ZONE,
} from "../testing/practice-fixture";
import { noFaults } from "./faults";

const clock = manualClock();
let edge: PracticeEdge;
beforeEach(async () => {
  edge = await startTestEdge({ clock: clock.now });
});
afterEach(() => edge.close());

const json = { "Content-Type": "application/json" };
const put = (body: string, headers: Record<string, string> = json) =>
  ask(edge.controlUrl, "/faults", { method: "PUT", headers, body });
const faultsNow = async () => {
  const seen = await ask(edge.controlUrl, "/faults");
  return JSON.parse(seen.text) as unknown;
};
const purges = async () => {
  const seen = await ask(edge.controlUrl, "/purges");
  return JSON.parse(seen.text) as PurgeLogEntry[];
};
const purgeAcme = () => callPurgeApi(edge, { tags: ["tenant:42"] });

describe("faults of the purge API", () => {
  beforeEach(() => visit(edge, ACME, "/billing"));
  const stillWarm = async () => (await visit(edge, ACME, "/billing")).cacheStatus === "HIT";

  it.each([
    [{ mode: "error", status: 429, retryAfter: 7 }, 429, "7", 1134],
    [{ mode: "error", status: 429 }, 429, undefined, 1134],
    [{ mode: "error", status: 503 }, 503, undefined, 10001],
    [{ mode: "error", status: 403 }, 403, undefined, 10000],
    [{ mode: "success_false" }, 200, undefined, 10001],
  ])("answers as told and removes nothing: %j", async (fault, status, retryAfter, code) => {
    await setFaults(edge, { apiStatus: fault });
    const seen = await purgeAcme();
    expect([seen.status, seen.header("retry-after")]).toEqual([status, retryAfter]);
    expect(envelopeOf(seen)).toMatchObject({ success: false, errors: [{ code }], result: null });
    expect(seen.header("cf-ray")).toMatch(/-FRA$/);
    expect(await stillWarm()).toBe(true);
  });

  it("answers HTML instead of JSON", async () => {
    await setFaults(edge, { apiStatus: { mode: "html", status: 502 } });
    const seen = await purgeAcme();
    expect([seen.status, seen.header("content-type")]).toEqual([502, "text/html"]);
    expect(() => JSON.parse(seen.text) as unknown).toThrow();
  });

  it("drops the connection", async () => {
    await setFaults(edge, { apiStatus: { mode: "drop" } });
    await expect(purgeAcme()).rejects.toThrow("socket hang up");
    expect((await purges())[0]).toMatchObject({ status: 0, fault: "drop", carriedOut: false });
    expect(await stillWarm()).toBe(true);
  });

  it("hangs until the client gives up, and close() does not wait for it", async () => {
    await setFaults(edge, { apiStatus: { mode: "hang" } });
    const call = purgeAcme();
    call.catch(() => undefined);
    const [first] = await Promise.race([
      call.then(() => ["answered"]),
      (async () => {
        while ((await purges()).length === 0) await Promise.resolve();
        return ["hanging"];
      })(),
    ]);
    expect(first).toBe("hanging");
    await edge.close();
    await expect(call).rejects.toThrow();
    edge = await startTestEdge();
  });

  it("carries the purge out behind a bad answer when told to", async () => {
    await setFaults(edge, { apiStatus: { mode: "drop", carryOut: true } });
    await expect(purgeAcme()).rejects.toThrow();
    expect((await purges())[0]).toMatchObject({ status: 0, carriedOut: true });
    expect(await stillWarm()).toBe(false);
  });

  it("counts down, only with calls that would have worked", async () => {
    await setFaults(edge, { apiStatus: { mode: "error", status: 500, count: 2 } });
    const body = { tags: ["tenant:42"] };
    const statuses = [];
    for (const next of [body, {}, body, body])
      statuses.push((await callPurgeApi(edge, next)).status);
    expect(statuses).toEqual([500, 400, 500, 200]);
    expect(await faultsNow()).toMatchObject({ apiStatus: null });
  });

  it("accepts a purge of an ignored tag and removes nothing, whatever its case", async () => {
    await visit(edge, BETA, "/billing");
    await setFaults(edge, { ignoreTags: ["Tenant:42"] });
    expect((await callPurgeApi(edge, { tags: ["tenant:42", "tenant:43"] })).status).toBe(200);
    expect(await stillWarm()).toBe(true);
    expect((await visit(edge, BETA, "/billing")).cacheStatus).toBe("MISS");
  });

  it("delays every API answer, while the rest of the system goes on", async () => {
    await setFaults(edge, { apiLatencyMs: 60_000 });
    let answered = false;
    const call = purgeAcme().then(() => (answered = true));
    call.catch(() => undefined);
    expect(await stillWarm()).toBe(true);
    expect(answered).toBe(false);
    await setFaults(edge, { apiLatencyMs: 5 });
    expect((await purgeAcme()).status).toBe(200);
    expect(await stillWarm()).toBe(false);
    expect(answered).toBe(false);
  });
});

describe("faults of the edge and the origin", () => {
  it("originDown: stale copies answer STALE, others 521, until it is back", async () => {
    await visit(edge, ACME, "/billing");
    await setFaults(edge, { originDown: true });
    expect((await visit(edge, ACME, "/billing")).cacheStatus).toBe("HIT");
    clock.advance(3600);
    expect((await visit(edge, ACME, "/billing")).cacheStatus).toBe("STALE");
    expect((await visit(edge, ACME, "/")).status).toBe(521);
    await expect(ask(edge.originUrl, "/", { headers: { Host: ACME } })).rejects.toThrow();
    await ask(edge.controlUrl, "/faults", { method: "DELETE" });
    expect((await visit(edge, ACME, "/billing")).cacheStatus).toBe("REVALIDATED");
  });

  it("routeTo: a host is answered by the other data centre's cache and colo", async () => {
    await visit(edge, ACME, "/billing", 0);
    await setFaults(edge, { routeTo: { [ACME.toUpperCase()]: "AMS" } });
    const seen = await visit(edge, ACME, "/billing", 0);
    expect([seen.cacheStatus, seen.colo]).toEqual(["MISS", "AMS"]);
    expect((await visit(edge, ACME, "/billing", 1)).cacheStatus).toBe("HIT");
    expect((await visit(edge, BETA, "/billing", 0)).colo).toBe("FRA");
  });

  it("edgeLatencyMs: delays the edge and not the origin", async () => {
    await setFaults(edge, { edgeLatencyMs: 60_000 });
    let answered = false;
    const call = visit(edge, ACME, "/billing").then(() => (answered = true));
    call.catch(() => undefined);
    await ask(edge.originUrl, "/billing", { headers: { Host: ACME } });
    expect(answered).toBe(false);
    await setFaults(edge, { edgeLatencyMs: 5 });
    expect((await visit(edge, ACME, "/billing")).status).toBe(200);
    expect(answered).toBe(false);
  });
});

describe("the switches", () => {
  it("merge, are read back, and are reset", async () => {
    expect(await faultsNow()).toEqual(noFaults());
    await setFaults(edge, { apiLatencyMs: 5 });
    await setFaults(edge, { ignoreTags: ["a"] });
    expect(await faultsNow()).toEqual({ ...noFaults(), apiLatencyMs: 5, ignoreTags: ["a"] });
    await ask(edge.controlUrl, "/faults", { method: "DELETE" });
    expect(await faultsNow()).toEqual(noFaults());
  });

  it.each([
    "not json",
    "[]",
    "null",
    '{"apiLatency":1}',
    '{"apiLatencyMs":-1}',
    '{"apiLatencyMs":"1"}',
    '{"edgeLatencyMs":1e9}',
    '{"originDown":"yes"}',
    '{"ignoreTags":"a"}',
    '{"ignoreTags":[1]}',
    '{"routeTo":{"a.test":"LHR"}}',
    '{"routeTo":[]}',
    '{"apiStatus":{"mode":"explode"}}',
    '{"apiStatus":{"status":200}}',
    '{"apiStatus":{"count":0}}',
    '{"apiStatus":{"retryAfter":1.5}}',
    '{"apiStatus":{"sometimes":true}}',
  ])("refuse %s with 400 and stay as they are", async (body) => {
    const seen = await put(body);
    expect(seen.status).toBe(400);
    expect(JSON.parse(seen.text)).toHaveProperty("error");
    expect(await faultsNow()).toEqual(noFaults());
  });

  it.each([
    { Origin: "http://evil.test" },
    { Origin: "null" },
    { "Sec-Fetch-Site": "cross-site" },
    { Host: "evil.test" },
  ])("refuse %j with 403", async (headers) => {
    const changes = [
      put("{}", headers),
      ask(edge.controlUrl, "/faults", { method: "DELETE", headers: { ...headers } }),
      ask(edge.controlUrl, "/faults", { method: "POST", headers: { ...headers }, body: "" }),
      ask(edge.controlUrl, "/faults/reset", { method: "POST", headers: { ...headers }, body: "" }),
    ];
    for (const seen of await Promise.all(changes)) expect(seen.status).toBe(403);
  });

  it("take a change from their own page", async () => {
    expect((await put("{}", { Origin: edge.controlUrl })).status).toBe(200);
  });

  it("can be set and reset by the page's form", async () => {
    const form = new URLSearchParams({
      apiChoice: "429-with",
      count: "3",
      retryAfter: "9",
      apiLatencyMs: "1",
      edgeLatencyMs: "",
      ignoreTags: "a, b,",
      routeTo: `${ACME}=AMS\r\n`,
      originDown: "on",
    });
    const sent = await ask(edge.controlUrl, "/faults", { method: "POST", body: form.toString() });
    expect([sent.status, sent.header("location")]).toEqual([303, "/"]);
    expect(await faultsNow()).toEqual({
      apiLatencyMs: 1,
      apiStatus: { mode: "error", status: 429, count: 3, retryAfter: 9, carryOut: false },
      auditLog: "answers",
      ignoreTags: ["a", "b"],
      edgeLatencyMs: 0,
      originDown: true,
      routeTo: { [ACME]: "AMS" },
    });
    const page = await ask(edge.controlUrl, "/");
    expect(page.text).toMatch(/value="429-with"\s+selected/);
    await ask(edge.controlUrl, "/faults/reset", { method: "POST" });
    expect(await faultsNow()).toEqual(noFaults());
    const wrong = await ask(edge.controlUrl, "/faults", {
      method: "POST",
      body: "count=x&apiChoice=500",
    });
    expect(wrong.status).toBe(400);
  });
});

describe("what it shows", () => {
  it("lists tenants, with links to their pages and forms at the edges", async () => {
    const { status, text } = await ask(edge.controlUrl, "/");
    expect(status).toBe(200);
    const port = edge.edges[0]?.address.split(":")[1] ?? "";
    expect(text).toContain(`http://${ACME}:${port}/billing`);
    expect(text).toContain(`http://${ACME}:${port}/edit/invoices/9182`);
    expect(text).not.toContain("<script>");
    for (const control of text.matchAll(/<(?:input|select|textarea)[^>]*\sid="(\w+)"/g)) {
      expect(text).toContain(`<label for="${control[1] ?? ""}"`);
    }
  });

  it("lists purge calls newest first, with everything a test wants to know", async () => {
    await purgeAcme();
    const refused = await callPurgeApi(edge, {}, { method: "invalidate" });
    const [newest, oldest] = await purges();
    expect(newest).toMatchObject({
      method: "invalidate",
      status: 400,
      errors: [{ code: 1012 }],
      cfRay: refused.header("cf-ray"),
      carriedOut: false,
    });
    expect(oldest).toEqual({
      at: new Date(clock.now()).toISOString(),
      zoneId: ZONE,
      environment: null,
      zoneName: "ledgerline.test",
      method: "purge",
      selectors: { tags: ["tenant:42"] },
      status: 200,
      errors: [],
      cfRay: expect.stringMatching(/^[0-9a-f]{16}-FRA$/) as unknown,
      fault: null,
      carriedOut: true,
    });
  });

  it("keeps the last 200 purge calls", async () => {
    for (let sent = 0; sent < 205; sent += 1) await callPurgeApi(edge, { tags: [`t${sent}`] });
    const kept = await purges();
    expect(kept).toHaveLength(200);
    expect(kept[0]?.selectors).toEqual({ tags: ["t204"] });
  });

  it("answers 404 to other routes", async () => {
    expect((await ask(edge.controlUrl, "/nothing")).status).toBe(404);
    expect((await ask(edge.controlUrl, "/purges", { method: "DELETE" })).status).toBe(404);
  });
});
