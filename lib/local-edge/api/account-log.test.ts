import { afterEach, beforeEach, expect, it } from "vitest";
import type { PracticeEdge } from "../start-practice-edge";
import {
  ask,
  callPurgeApi,
  envelopeOf,
  manualClock,
  type Seen,
  setFaults,
  startTestEdge,
  TOKEN,
  ZONE,
} from "../testing/practice-fixture";
import type { AccountLogEntry } from "./account-log";

const clock = manualClock();
let edge: PracticeEdge;
beforeEach(async () => {
  edge = await startTestEdge({ clock: clock.now, auditToken: "audit-token" });
});
afterEach(() => edge.close());

const day = "since=2026-11-21T00:00:00Z&before=2026-11-23T00:00:00Z";
const read = (query = day, token = "audit-token", account = "account-1") =>
  ask(edge.apiBaseUrl, `/client/v4/accounts/${account}/logs/audit?${query}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
const entriesOf = (seen: Seen) => envelopeOf(seen).result as AccountLogEntry[];
const cursorOf = (seen: Seen) =>
  (JSON.parse(seen.text) as { result_info: { cursors: { after?: string } } }).result_info.cursors
    .after;

it("tells what was purged, when and by which token, with the ray that the client was given", async () => {
  const purged = await callPurgeApi(edge, { tags: ["tenant:42"] }, { method: "invalidate" });
  const [entry, ...others] = entriesOf(await read());
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    action: { result: "success", type: "create", time: new Date(clock.now()).toISOString() },
    actor: { context: "api_token", token_name: "practice purge token" },
    raw: { status_code: 200, uri: `/client/v4/zones/${ZONE}/invalidate_cache` },
    resource: { product: "purge_cache", request: { tags: ["tenant:42"] } },
    zone: { id: ZONE, name: "ledgerline.test" },
  });
  expect(`${entry?.raw.cf_ray_id ?? ""}-FRA`).toBe(purged.header("cf-ray"));
});

it("has a token of its own, and that purges nothing", async () => {
  expect((await read(day, TOKEN)).status).toBe(403);
  expect((await read(day, "another")).status).toBe(403);
  expect((await read(day, "audit-token", "account-2")).status).toBe(403);
  const headers = { Authorization: "Bearer audit-token" };
  expect((await callPurgeApi(edge, { tags: ["tenant:42"] }, { headers })).status).toBe(403);
  expect(entriesOf(await read()), "a refused token reached nothing").toEqual([]);
});

it("answers a period in pages, the oldest first when asked, and wants both its ends", async () => {
  for (let n = 0; n < 5; n += 1) {
    await callPurgeApi(edge, { tags: [`tenant:${n}`] });
    clock.advance(1);
  }
  const first = await read(`${day}&limit=2&direction=asc`);
  const next = await read(`${day}&limit=2&direction=asc&cursor=${cursorOf(first) ?? ""}`);
  const last = await read(`${day}&limit=2&direction=asc&cursor=${cursorOf(next) ?? ""}`);
  const tags = [first, next, last].flatMap((page) =>
    entriesOf(page).flatMap(({ resource }) => (resource.request as { tags: string[] }).tags),
  );
  expect(tags).toEqual(["tenant:0", "tenant:1", "tenant:2", "tenant:3", "tenant:4"]);
  expect(cursorOf(last)).toBeUndefined();
  expect((await read("since=2026-11-21T00:00:00Z")).status).toBe(400);
  expect(entriesOf(await read("since=2026-11-22T00:00:00Z&before=2026-11-23T00:00:00Z"))).toEqual(
    [],
  );
});

it("has a call that failed as failed, and none that never arrived", async () => {
  await setFaults(edge, { apiStatus: { mode: "error", status: 500 } });
  await callPurgeApi(edge, { tags: ["tenant:1"] });
  await setFaults(edge, { apiStatus: { mode: "drop" } });
  await callPurgeApi(edge, { tags: ["tenant:2"] }).catch(() => null);
  await setFaults(edge, { apiStatus: { mode: "drop", carryOut: true } });
  await callPurgeApi(edge, { tags: ["tenant:3"] }).catch(() => null);
  const results = entriesOf(await read(`${day}&direction=asc`)).map(({ action, resource }) => [
    action.result,
    resource.request,
  ]);
  expect(results).toEqual([
    ["failure", { tags: ["tenant:1"] }],
    ["success", { tags: ["tenant:3"] }],
  ]);
});

it("can be made to refuse and to break off", async () => {
  for (const n of [1, 2]) await callPurgeApi(edge, { tags: [`tenant:${n}`] });
  await setFaults(edge, { auditLog: "refuses" });
  expect((await read()).status).toBe(403);
  await setFaults(edge, { auditLog: "breaks" });
  const first = await read(`${day}&direction=asc`);
  expect(entriesOf(first)).toHaveLength(1);
  await expect(read(`${day}&direction=asc&cursor=${cursorOf(first) ?? ""}`)).rejects.toThrow();
});

it("shows what was purged past the console, by the control page's button", async () => {
  const page = await ask(edge.controlUrl, "/");
  expect(page.text).toContain("Purge past the console");
  const body = new URLSearchParams({ zone: ZONE, tag: "tenant:42" }).toString();
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  expect((await ask(edge.controlUrl, "/purges", { method: "POST", headers, body })).status).toBe(
    303,
  );
  expect(entriesOf(await read()).map(({ raw }) => raw.user_agent)).toEqual([
    "somebody's own script",
  ]);
});
