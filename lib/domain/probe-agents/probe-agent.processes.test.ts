import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { POST as answer } from "@/app/api/v1/probe-tasks/[taskId]/answer/route";
import { POST as claims } from "@/app/api/v1/probe-tasks/claims/route";
import { addProbes } from "@/lib/domain/comparisons/add-probes";
import { startComparison } from "@/lib/domain/comparisons/start-comparison";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { startSender } from "@/lib/domain/sending/start-sender";
import { createToken } from "@/lib/domain/tokens/create-token";
import { revokeToken } from "@/lib/domain/tokens/revoke-token";
import { visit } from "@/lib/local-edge/testing/practice-fixture";
import { type PracticeEdge, startPracticeEdge } from "@/lib/local-edge/start-practice-edge";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { askForPurge } from "@/prisma/factories/requests";
import { withoutGrace } from "@/prisma/testing/pass-time";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { listAgents } from "./list-agents";

withTestDatabase();
let edge: PracticeEdge;
let stopSender: () => Promise<void>;

const help = {
  path: "/help",
  variants: [
    { name: "German", language: "de" },
    { name: "From France", country: "FR" },
  ],
};

/** The two routes that an agent calls, on a socket. */
const server = createServer((incoming, outgoing) => {
  void respond(incoming).then(async (response) => {
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  });
});
async function respond(incoming: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = new Headers(
    Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" && !["connection", "transfer-encoding"].includes(name)
        ? [[name, value]]
        : [],
    ),
  );
  const url = `http://${incoming.headers.host ?? ""}${incoming.url ?? ""}`;
  const request = new Request(url, { method: "POST", headers, body: Buffer.concat(chunks) });
  const taskId = /probe-tasks\/([^/]+)\/answer$/.exec(incoming.url ?? "")?.[1];
  return taskId === undefined
    ? claims(request, { params: Promise.resolve({}) })
    : answer(request, { params: Promise.resolve({ taskId }) });
}

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const directory = exampleDirectory();
  edge = await startPracticeEdge(
    {
      zones: directory.zones.map((zone) => ({
        ...{ id: zone.id, name: zone.name, accountId: zone.accountId, plan: "enterprise" },
        tenants: directory.tenants
          .filter(({ id }) => id !== "78")
          .map(({ id, slug, name, hosts }) => ({
            ...{ id, slug, name, hosts },
            invoices: [{ id: `${id}00`, customer: "A", amountCents: 100, status: "open" as const }],
          })),
      })),
    },
    { ports: { api: 0, edges: [0, 0], origin: 0, control: 0 }, apiToken: "token-for-tests" },
  );
  useTestEnv({
    CLOUDFLARE_API_TOKEN: "token-for-tests",
    CLOUDFLARE_API_BASE_URL: edge.apiBaseUrl,
    PROBE_PRIVATE_EDGES: edge.edges[0]?.address ?? "",
    NEXTAUTH_URL: consoleUrl(),
  });
  const imported = exampleDirectory(edge.edges[0]?.address);
  const tenants = imported.tenants.map((tenant) => ({ ...tenant, pages: [help] }));
  await importDirectory({ ...imported, tenants });
  await withoutGrace();
  stopSender = (await startSender()).stop;
});
afterAll(async () => {
  await stopSender();
  await edge.close();
  server.closeAllConnections();
  server.close();
});

function consoleUrl(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function startAgent(secret: string) {
  const amsterdam = edge.edges[1]?.address ?? "";
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/probe-agent.ts"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_ENV: "test",
      CONSOLE_URL: consoleUrl(),
      PROBE_AGENT_TOKEN: secret,
      PROBE_AGENT_PLACE: "Amsterdam office",
      PROBE_AGENT_EDGE: `http://${amsterdam}`,
      PROBE_PRIVATE_EDGES: amsterdam,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = once(child, "exit").then(([code]) => code as number | null);
  return { child, ended, output: () => output };
}

test("a second process proves a purge and its variants from a second data centre, and ends when its token is revoked", async () => {
  const [admin, support] = [await makeActor("admin"), await makeActor("support")];
  const { token, secret } = await createToken(admin, {
    ...{
      name: "agent, Amsterdam",
      service: "probe-agent",
      verbs: ["probe"],
      zones: [],
      tenants: [],
    },
    ...{ selectorKinds: ["tags"], source: "api", expiresInDays: 30 },
  });
  const agent = startAgent(secret);
  await vi.waitFor(
    async () => expect((await listAgents(support)).items, agent.output()).toHaveLength(1),
    { timeout: 20_000, interval: 200 },
  );

  // Visitors had German copies: what only a probe has filled tells nothing.
  const german = { headers: { "Accept-Language": "de" } };
  for (const at of [0, 1]) await visit(edge, "acme.example.com", "/help", at, german);
  const { id } = await startComparison(support, {
    affected: { tenantId: "42" },
    control: { tenantId: "77" },
    ...{ path: "/help", variants: true },
  });
  const purge = await askForPurge(
    support,
    {
      tenantId: "42",
      method: "purge",
      selector: { tags: ["tenant:42"] },
      reason: "The customer still sees the old text",
      confirmation: "acme",
    },
    crypto.randomUUID(),
  );
  const comparison = await addProbes(support, id, purge.id);
  const seen = comparison.affected.probes.map(({ place, colo, phase }) => [place, colo, phase]);
  expect(seen).toContainEqual(["Amsterdam office", "AMS", "before"]);
  expect(seen).toContainEqual(["Amsterdam office", "AMS", "after"]);
  expect(seen).toContainEqual([null, "FRA", "after"]);
  const ofAgent = comparison.affected.probes.filter(
    ({ place, variant }) => place !== null && variant === "German",
  );
  expect(new Set(ofAgent.map(({ phase }) => phase))).toEqual(new Set(["before", "after"]));
  // It was German that the agent asked for: the same content as the console got, and not the default one.
  const content = (from: string | null, of: string | null) =>
    comparison.affected.probes.find(({ place, variant }) => place === from && variant === of)
      ?.fingerprint;
  expect(ofAgent[0]?.fingerprint).toBe(content(null, "German"));
  expect(ofAgent[0]?.fingerprint).not.toBe(content("Amsterdam office", null));
  expect(
    comparison.verdict.variants.map(({ name, result, colos }) => [name, result, ...colos]),
  ).toEqual([
    [null, "same", "AMS", "FRA"],
    ["German", "same", "AMS", "FRA"],
    ["From France", "not_probed"],
  ]);
  expect(comparison.verdict.colos.toSorted(), JSON.stringify(comparison.verdict)).toEqual([
    "AMS",
    "FRA",
  ]);
  expect((await listAgents(support)).items[0]).toMatchObject({
    ...{ place: "Amsterdam office", state: "active", colos: ["AMS"] },
  });

  await revokeToken(admin, token.id, "The office moves");
  expect(await agent.ended).toBe(1);
  expect(agent.output()).toMatch(/refuses this agent \(HTTP 401\)/);
  expect(agent.output()).not.toContain(secret.slice(-20));
  expect((await listAgents(support)).items[0]?.state).toBe("ended");
  const later = await addProbes(support, id, undefined);
  const newest = Math.max(...later.affected.probes.map(({ round }) => round ?? 0));
  const places = later.affected.probes.filter(
    ({ round, variant }) => round === newest && variant === null,
  );
  expect(places.map(({ colo }) => colo)).toEqual(["FRA"]);
}, 90_000);
