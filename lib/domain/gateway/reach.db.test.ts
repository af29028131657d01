import { beforeAll, describe, expect, test } from "vitest";
import { listPurges } from "@/lib/domain/purges/list-purges";
import { readPurge } from "@/lib/domain/purges/read-purge";
import type { Actor, TokenActor } from "@/lib/schemas/actor";
import type { TokenRequest } from "@/lib/schemas/tokens";
import {
  gatewayRequest,
  importGatewayDirectory,
  refusalOf,
  zones,
} from "@/prisma/factories/gateway";
import { makeActor } from "@/prisma/factories/people";
import { makeService } from "@/prisma/factories/tokens";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { listZones } from "./list-zones";
import { type GatewayRequest, purgeThrough } from "./purge-through";

const database = withTestDatabase();
let admin: Actor;
let billing: TokenActor;
beforeAll(async () => {
  useTestEnv();
  await importGatewayDirectory();
  admin = await makeActor("admin");
  billing = await makeService();
});

const send = (service: TokenActor, body: unknown, more: Partial<GatewayRequest> = {}) =>
  purgeThrough(service, gatewayRequest(body, more));

describe("addresses that lead nowhere", () => {
  test("another token's zone is answered as one that there is not", async () => {
    const narrow = await makeService({ zones: [zones.other] });
    const path = "/client/v4/zones/x/purge_cache";
    const body = { tags: ["tenant:42"] };
    const beyond = await refusalOf(send(narrow, body, { zoneId: zones.main, path }));
    const unknown = await refusalOf(send(narrow, body, { zoneId: zones.none, path }));
    expect([beyond.status, beyond.errors]).toEqual([unknown.status, unknown.errors]);
    expect(beyond.status).toBe(404);
    expect(beyond.errors.map(({ code }) => code)).toEqual([7003, 7000]);
    expect(await database().purge.count({ where: { actorId: narrow.id } })).toBe(0);
    await send(narrow, { tags: ["tenant:90"] }, { zoneId: zones.other });
  });

  test("zones are looked up by name, account and status", async () => {
    const { result: all } = await listZones(billing, new URLSearchParams());
    const first = all.find(({ id }) => id === zones.main);
    const found = async (query: Record<string, string>) =>
      (await listZones(billing, new URLSearchParams(query))).result.map(({ id }) => id);
    expect(await found({ name: "Example.com" })).toEqual([zones.main]);
    const account = first?.account.id ?? "";
    expect(await found({ "account.id": account })).toContain(zones.main);
    expect(await found({ "account.id": "0".repeat(32) })).toEqual([]);
    expect(await found({ status: "active" })).toEqual(all.map(({ id }) => id));
    expect(await found({ status: "pending" })).toEqual([]);
  });

  test("so is an environment that the zone does not have", async () => {
    const { status } = await refusalOf(send(billing, { tags: ["a"] }, { environment: "none" }));
    expect(status).toBe(404);
  });
});

describe("beyond the token's rights", () => {
  test.each<[string, Partial<TokenRequest>, unknown, string]>([
    [
      "a verb",
      { verbs: ["read", "report"] },
      { tags: ["tenant:42"] },
      "its verbs are read, report",
    ],
    [
      "a kind",
      { selectorKinds: ["tags"] },
      { hosts: ["acme.example.com"] },
      "its selector kinds are tags",
    ],
    [
      "everything",
      { selectorKinds: ["tags", "files"] },
      { purge_everything: true },
      "is not for purges by everything",
    ],
    [
      "another tenant",
      { tenants: ["42"] },
      { tags: ["tenant:42", "tenant:77"] },
      "tenant:77 concerns tenants",
    ],
    [
      "another tenant's URL",
      { tenants: ["42"] },
      { files: ["https://globex.example.com/"] },
      "https://globex.example.com/ concerns tenants",
    ],
    [
      "a shared tag",
      { tenants: ["42"] },
      { tags: ["tenant:42", "page:a"] },
      "page:a concerns tenants",
    ],
    [
      "a shared host",
      { tenants: ["77"] },
      { hosts: ["app.example.com"] },
      "app.example.com concerns tenants",
    ],
    [
      "everything, for one tenant",
      { tenants: ["42"] },
      { purge_everything: true },
      "everything in example.com concerns",
    ],
    [
      "another tenant's object",
      { tenants: ["42"] },
      { tags: ["report:77:march"] },
      "concerns tenants",
    ],
  ])("%s is refused, and that is on record", async (_, reach, body, words) => {
    const narrow = await makeService(reach);
    const tells = { "x-purge-reason": "To try it" };
    const { status, errors } = await refusalOf(send(narrow, body, { tells }));
    expect([status, errors[0]?.code]).toEqual([403, 10000]);
    expect(errors[0]?.message).toContain(words);
    expect(await database().purge.count({ where: { actorId: narrow.id } })).toBe(0);
    const entries = await database().auditEntry.findMany({ where: { actorId: narrow.id } });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      action: "purge.request",
      outcome: "refused",
      actorKind: "token",
      actorName: narrow.name,
      subjectId: zones.main,
      reason: "To try it",
    });
    expect(JSON.parse(entries[0]?.details ?? "")).toMatchObject({ refusal: "not_allowed" });
  });

  test("naming another tenant is, and tells nothing of which tenants there are", async () => {
    const narrow = await makeService({ tenants: ["42"] });
    const words = async (body: unknown, tells = {}) => {
      const { status, errors } = await refusalOf(send(narrow, body, { tells }));
      expect(status).toBe(403);
      return errors[0]?.message.replaceAll(/77|4711|globex|hooli/g, "…");
    };
    for (const [there, nowhere] of [
      [["tenant:77"], ["tenant:4711"]],
      [
        ["tenant:77", "page:a"],
        ["tenant:4711", "page:a"],
      ],
    ]) {
      expect(await words({ tags: there })).toBe(await words({ tags: nowhere }));
    }
    const host = (name: string) => words({ hosts: [`${name}.example.com`] });
    expect(await host("globex")).toBe(await host("hooli"));
    const named = (tenant: string) => words({ tags: ["invoice:1"] }, { "x-purge-tenant": tenant });
    expect(await named("77")).toBe(await named("4711"));
    expect(await database().auditEntry.count({ where: { actorId: narrow.id } })).toBe(8);
  });

  test("an object that services purged for others alone is theirs; others are the token's tenant's", async () => {
    const narrow = await makeService({ tenants: ["42"] });
    await send(billing, { tags: ["invoice:500"] }, { tells: { "x-purge-tenant": "77" } });
    const { status, errors } = await refusalOf(send(narrow, { tags: ["invoice:500"] }));
    expect([status, errors[0]?.message]).toMatchObject([403, /invoice:500 concerns tenants/]);
    const id = await send(narrow, { tags: ["invoice:501"] });
    expect((await readPurge(admin, id)).tenant?.slug).toBe("acme");
    const wider = await makeService({ tenants: ["42", "77"] });
    const both = await send(wider, { tags: ["invoice:500", "tenant:42"] });
    expect((await readPurge(admin, both)).tenants.map(({ slug }) => slug)).toEqual(["acme"]);
  });

  test("lists and receipts are those of its tenants and zones", async () => {
    const body = { tags: ["tenant:42"] };
    const acme = await send(billing, body);
    const globex = await send(billing, { tags: ["tenant:77"] });
    const both = await send(billing, { tags: ["tenant:42", "tenant:77"] });
    const nobodys = await send(billing, { tags: ["page:a"] });
    const hooli = await send(billing, { tags: ["tenant:90"] }, { zoneId: zones.other });
    const all = [acme, globex, both, nobodys, hooli];
    const seen = async (service: TokenActor) => {
      const listed = (await listPurges(service, { limit: 200 })).items.map(({ id }) => id);
      for (const id of all) {
        const read = readPurge(service, id).then(({ id: found }) => found);
        if (listed.includes(id)) expect(await read).toBe(id);
        else await expect(read).rejects.toMatchObject({ code: "not_found" });
      }
      return all.filter((id) => listed.includes(id));
    };
    expect(await seen(await makeService({ tenants: ["42"] }))).toEqual([acme]);
    expect(await seen(await makeService({ tenants: ["42", "77"] }))).toEqual([acme, globex, both]);
    expect(await seen(await makeService({ zones: [zones.other] }))).toEqual([hooli]);
    expect(await seen(await makeService())).toEqual(all);
    const deaf = await makeService({ verbs: ["purge"] });
    await expect(listPurges(deaf, { limit: 1 })).rejects.toMatchObject({ code: "not_allowed" });
    await expect(readPurge(deaf, acme)).rejects.toMatchObject({ code: "not_allowed" });
  });
});
