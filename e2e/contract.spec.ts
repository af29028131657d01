import type { APIRequestContext } from "@playwright/test";
import { type Role, roles } from "@/lib/schemas/words";
import { expect, test } from "./fixtures";
import { type Contract, type Operation, readContract } from "./support/contract";
import { ConsoleApi, newApiContext } from "./support/console-api";
import { importFile, withoutGrace } from "./support/import-file";
import { cancelScheduled } from "./support/role-places";
import type { PracticeEdge } from "./support/practice-edge";
import type { Expected, Place } from "./support/expected";
import { changing, reading } from "./support/role-table";
import { makeToken, ServiceApi } from "./support/service-api";

// Only purges of this tier can be cancelled here; the others are sent at once.
const objectGrace = { policies: [{ tier: "object", graceSeconds: 300 }] };
test.beforeAll(async ({ dataDir }) => importFile({ DATA_DIR: dataDir }, objectGrace));
test.afterAll(async ({ dataDir, playwright, consoleUrl: baseURL, sessions }) => {
  await importFile({ DATA_DIR: dataDir }, withoutGrace);
  const http = await newApiContext(playwright.request, baseURL, sessions.engineer);
  await cancelScheduled(new ConsoleApi(http));
  await http.dispose();
});

const tables: Record<string, Expected> = { ...changing, ...reading };
const names = Object.keys(tables).filter((name) => !name.includes("[...unknown]"));

function send(
  http: APIRequestContext,
  { method }: Operation,
  { path, body }: Place,
  more: Record<string, string> = {},
) {
  const key = crypto.randomUUID();
  const headers = { "Idempotency-Key": key, "Content-Type": "application/json", ...more };
  // As bytes: Playwright sends text that is no JSON as it is.
  const data = body === undefined ? {} : { data: Buffer.from(JSON.stringify(body)) };
  return http.fetch(path, { method, headers, ...data });
}

function operationOf(contract: Contract, name: string): Operation {
  const operation = contract.operations.find((one) => one.name === name);
  if (operation === undefined) throw new Error(`the contract has no ${name}`);
  return operation;
}

interface Needed {
  apiAs: (role: Role) => Promise<ConsoleApi>;
  stranger: APIRequestContext;
  edge: PracticeEdge;
}

/** An operation, a place for it, and a call as somebody who may: a service where only services may. */
async function prepare(name: string, expected: Expected, { apiAs, stranger, edge }: Needed) {
  const [engineer, admin] = [await apiAs("engineer"), await apiAs("admin")];
  const contract = await readContract(engineer.http);
  const operation = operationOf(contract, name);
  if (expected.services !== true) {
    const made = await expected.place(engineer, edge, admin);
    const [first = "admin"] = expected.allowed;
    const { http } = expected.allowed.includes("engineer")
      ? engineer
      : expected.allowed.includes("admin")
        ? admin
        : await apiAs(first);
    const call = (place: Place) => send(http, operation, place);
    return { contract, operation, place: made, call, end: () => Promise.resolve() };
  }
  const { token, secret } = await makeToken(admin);
  const service = new ServiceApi(stranger, secret);
  const made = await (expected.placeFor?.(service, engineer) ??
    expected.place(engineer, edge, admin));
  const call = (place: Place) =>
    send(stranger, operation, place, { Authorization: `Bearer ${secret}` });
  const example = operation.requestBody?.content["application/json"]?.example;
  // While an agent's token is good, comparisons wait for its answers.
  const end = () => admin.post(`/tokens/${token.id}/revocation`, { reason: "Tried" }, 200);
  return { contract, operation, place: { ...made, body: example }, call, end };
}

test("the contract and the role table have the same operations", async ({ apiAs }) => {
  const contract = await readContract((await apiAs("auditor")).http);
  expect(contract.operations.map(({ name }) => name).sort()).toEqual([...names].sort());
});

for (const name of names) {
  const expected = tables[name];
  if (expected === undefined) continue;

  test(`${name} answers as the contract promises`, async ({ apiAs, stranger, edge }) => {
    const { contract, operation, place, call, end } = await prepare(name, expected, {
      apiAs,
      stranger,
      edge,
    });
    expect(contract.bodyProblems(operation, place.body), "the body that is sent").toBeNull();
    const answer = await call(place);
    // Where the table has a place at which nothing is to be done, the refusal is what is promised.
    const [success = ""] = Object.keys(operation.responses);
    const status = expected.status < 400 ? Number(success) : expected.status;
    expect(answer.status(), await answer.text()).toBe(status);
    await contract.expectAnswer(operation, answer);

    const entitled = [...expected.allowed, ...(expected.elsewhere ?? [])];
    expect(operation["x-roles"].toSorted()).toEqual(entitled.toSorted());
    const outsider = roles.find((role) => !expected.allowed.includes(role));
    const surprise = `${place.path}${place.path.includes("?") ? "&" : "?"}surprise=1`;
    const refused = [
      await send(stranger, operation, place),
      await call({ ...place, path: surprise }),
    ];
    if (outsider !== undefined) {
      refused.push(await send((await apiAs(outsider)).http, operation, place));
    }
    for (const one of refused) {
      expect(one.ok()).toBe(false);
      await contract.expectAnswer(operation, one);
    }
    await end();
  });

  test(`${name} refuses what the contract does not have`, async ({ apiAs, stranger, edge }) => {
    const { contract, operation, place, call, end } = await prepare(name, expected, {
      apiAs,
      stranger,
      edge,
    });
    const wrong: unknown[] = operation.requestBody === undefined ? [] : [[], "text", 7, null];
    // Items of a batch are answered one by one.
    if (operation.requestBody !== undefined && expected.services !== true) {
      const body = place.body as Record<string, unknown>;
      wrong.push({ ...body, surprise: 1 });
      for (const field of Object.keys(body)) wrong.push({ ...body, [field]: { no: [null] } });
    }
    for (const body of wrong) {
      expect(contract.bodyProblems(operation, body), JSON.stringify(body)).not.toBeNull();
      const answer = await call({ path: place.path, body });
      expect(answer.status(), JSON.stringify(body)).toBe(400);
      await contract.expectAnswer(operation, answer);
    }
    for (const { in: where, name: parameter } of operation.parameters) {
      if (where !== "path") continue;
      const path = operation.path.replace(`{${parameter}}`, "%00");
      const answer = await call({ ...place, path });
      expect([400, 404], path).toContain(answer.status());
      await contract.expectAnswer(operation, answer);
    }
    await end();
  });
}

test("a request for content that is too large, or of another type, is refused as promised", async ({
  apiAs,
}) => {
  const { http } = await apiAs("engineer");
  const contract = await readContract(http);
  const operation = operationOf(contract, "POST /api/v1/purges/plan");
  const large = await send(http, operation, {
    path: operation.path,
    body: { tenantId: "x".repeat(300_000) },
  });
  expect(large.status()).toBe(413);
  await contract.expectAnswer(operation, large);
  const form = await http.post(operation.path, { form: { tenantId: "1" } });
  expect(form.status()).toBe(415);
  await contract.expectAnswer(operation, form);
});
