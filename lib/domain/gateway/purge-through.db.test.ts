import { beforeAll, describe, expect, test } from "vitest";
import { listPurges } from "@/lib/domain/purges/list-purges";
import { readPurge } from "@/lib/domain/purges/read-purge";
import type { Actor, TokenActor } from "@/lib/schemas/actor";
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
const listOf = async (tenant: string) =>
  (await listPurges(admin, { tenant, limit: 200 })).items.map(({ id }) => id);

describe("what is recorded", () => {
  test("a purge of one tenant, in the service's name, with its audit entry", async () => {
    const id = await send(billing, { tags: ["Tenant:42"] });
    expect(await readPurge(admin, id)).toMatchObject({
      tenant: { slug: "acme" },
      tenantCount: 1,
      tenants: [{ slug: "acme" }],
      method: "purge",
      selector: { tags: ["tenant:42"] },
      tier: "tenant",
      // A service has no second thoughts: no grace period.
      status: "queued",
      source: "app",
      actor: { kind: "token", name: "billing", role: null },
      onBehalfOf: null,
      reason: null,
      environment: null,
    });
    const entry = await database().auditEntry.findFirstOrThrow({ where: { subjectId: id } });
    expect(entry).toMatchObject({
      action: "purge.request",
      outcome: "done",
      actorKind: "token",
      actorId: billing.id,
      tenantId: "42",
      summary: `${billing.name} asked to purge tenant:42 of acme`,
    });
  });

  test("a purge of several tenants is in the list of each, and of no other", async () => {
    const id = await send(billing, { tags: ["tenant:42", "tenant:77"] });
    expect(await readPurge(admin, id)).toMatchObject({
      tenant: null,
      tenantCount: 2,
      tenants: [{ slug: "acme" }, { slug: "globex" }],
    });
    expect(await database().purgeTenant.count({ where: { purgeId: id } })).toBe(2);
    expect(await listOf("42")).toContain(id);
    expect(await listOf("77")).toContain(id);
    expect(await listOf("78")).not.toContain(id);
    expect(await listOf("90")).not.toContain(id);
    const entry = await database().auditEntry.findFirstOrThrow({ where: { subjectId: id } });
    expect(entry.summary).toMatch(/ of acme, globex$/);
    expect(JSON.parse(entry.details)).toMatchObject({ tenants: ["42", "77"] });
  });

  test("an environment's purge, an invalidation, a prefix that stays open", async () => {
    const id = await send(
      billing,
      { prefixes: ["acme.example.com/t"] },
      { environment: "5ta91n6e", method: "invalidate" },
    );
    expect(await readPurge(admin, id)).toMatchObject({
      environment: "5ta91n6e",
      environmentName: "Staging",
      method: "invalidate",
      selector: { prefixes: ["acme.example.com/t"] },
      tenant: { slug: "acme" },
    });
  });

  test("what the headers tell, and the trace", async () => {
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const tells = {
      "x-purge-source": "deploy",
      "x-purge-reason": "Release 41",
      "x-purge-ticket": "https://tickets.example.com/browse/OPS-7",
      "x-purge-actor": "editor@customer.example",
      "x-purge-tenant": "globex",
    } as const;
    const id = await send(billing, { tags: ["invoice:1"] }, { tells, traceId });
    expect(await readPurge(admin, id)).toMatchObject({
      source: "deploy",
      reason: "Release 41",
      ticket: "OPS-7",
      ticketUrl: "https://tickets.example.com/browse/OPS-7",
      onBehalfOf: "editor@customer.example",
      tenant: { slug: "globex" },
      traceId,
    });
    const entry = await database().auditEntry.findFirstOrThrow({ where: { subjectId: id } });
    expect(JSON.parse(entry.details)).toMatchObject({ onBehalfOf: "editor@customer.example" });
  });

  test("the tenant that a header names comes to those that the targets name; one that there is not is refused", async () => {
    const and = await send(
      billing,
      { tags: ["tenant:42", "invoice:1"] },
      { tells: { "x-purge-tenant": "77" } },
    );
    expect((await readPurge(admin, and)).tenants).toMatchObject([{ id: "42" }, { id: "77" }]);
    for (const named of ["4711", "hooli"]) {
      const refused = send(
        billing,
        { tags: ["invoice:1"] },
        { tells: { "x-purge-tenant": named } },
      );
      const { status, errors } = await refusalOf(refused);
      expect([status, errors]).toEqual([
        400,
        [{ code: 10400, message: `X-Purge-Tenant: there is no tenant ${named} in this zone` }],
      ]);
    }
  });
});

describe("Idempotency-Key", () => {
  const body = { tags: ["tenant:42"] };
  const withKey = (key: string) => ({ tells: { "idempotency-key": key } });

  test("the same key with the same request is the same purge; another token's is another", async () => {
    const id = await send(billing, body, withKey("key-00000001"));
    expect(await send(billing, body, withKey("key-00000001"))).toBe(id);
    expect(await send(await makeService(), body, withKey("key-00000001"))).not.toBe(id);
    const entries = await database().auditEntry.count({ where: { subjectId: id } });
    expect(entries).toBe(1);
  });

  test("with another request it is refused", async () => {
    const key = withKey("key-00000002");
    await send(billing, body, key);
    const others: [unknown, Partial<GatewayRequest>][] = [
      [{ tags: ["tenant:77"] }, {}],
      [{ hosts: ["acme.example.com"] }, {}],
      [body, { method: "invalidate" }],
      [body, { environment: "5ta91n6e" }],
      [body, { zoneId: zones.other }],
    ];
    for (const [other, more] of others) {
      await expect(send(billing, other, { ...key, ...more })).rejects.toMatchObject({
        code: "idempotency_conflict",
      });
    }
  });

  test("50 at the same moment are one purge", async () => {
    const key = withKey("key-00000003");
    const ids = await Promise.all(Array.from({ length: 50 }, () => send(billing, body, key)));
    expect(new Set(ids).size).toBe(1);
    const where = { actorId: billing.id, idempotencyKey: "key-00000003" };
    expect(await database().purge.count({ where })).toBe(1);
    expect(await database().auditEntry.count({ where: { subjectId: ids[0] ?? "" } })).toBe(1);
  });

  test("a body nested a million deep is refused, with a key and without", async () => {
    const deep: unknown = JSON.parse(`{"tags":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`);
    for (const more of [withKey("key-00000004"), {}]) {
      const { status, errors } = await refusalOf(send(billing, deep, more));
      expect([status, errors[0]?.code]).toEqual([400, 1014]);
    }
  });
});
