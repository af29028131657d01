import { randomBytes } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import type { Actor } from "@/lib/schemas/actor";
import type { PurgeRequest } from "@/lib/schemas/purges";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { askForPurge } from "@/prisma/factories/requests";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { listPurges } from "./list-purges";
import { planPurge } from "./plan-purge";

const database = withTestDatabase();
let support: Actor;
let engineer: Actor;
let admin: Actor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  support = await makeActor("support");
  engineer = await makeActor("engineer");
  admin = await makeActor("admin");
});

let keys = 0;
const newKey = () => `test-key-${String((keys += 1))}`;
const wholeTenant: PurgeRequest = {
  tenantId: "42",
  method: "purge",
  selector: { tags: ["tenant:42"] },
  reason: "customer sees the old invoice",
  confirmation: "acme",
};

test("a URL with cache-key headers is kept, answered and shown as what it is", async () => {
  const url = "https://acme.example.com/billing";
  const typed = { url, headers: { "cf-device-type": "Mobile", "accept-language": "de" } };
  const sent = { url, headers: { "Accept-Language": "de", "CF-Device-Type": "mobile" } };
  const selector = { files: [`${url}#top`, typed] };
  const plan = await planPurge(support, { tenantId: "42", method: "purge", selector });
  expect(plan).toMatchObject({
    selector: { files: [url, sent] },
    targets: [
      { value: url, headers: [], typed: `${url}#top` },
      {
        value: url,
        headers: [
          { name: "Accept-Language", value: "de" },
          { name: "CF-Device-Type", value: "mobile" },
        ],
        typed: `${url} · accept-language: de · cf-device-type: Mobile`,
      },
    ],
    pages: [{ path: "/billing" }],
    allowed: true,
  });
  expect(plan.cost.statement).toContain("2 URLs");
  expect(plan.notes.join(" ")).toContain("counts as empty");
  const purge = await askForPurge(support, { ...wholeTenant, selector }, newKey());
  expect(purge.selector).toEqual({ files: [url, sent] });
  const row = await database().purge.findUniqueOrThrow({ where: { id: purge.id } });
  expect(row.targets).toEqual([url, JSON.stringify(sent)]);
  const entry = await database().auditEntry.findFirstOrThrow({ where: { subjectId: purge.id } });
  expect(entry.summary).toContain(`${url} · Accept-Language: de · CF-Device-Type: mobile`);
});

test("the longest target is kept, whatever characters it has; one more is refused by name", async () => {
  const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const noise = (length: number) =>
    Array.from(randomBytes(length), (byte) => characters[byte % 64]).join("");
  const longest = `https://acme.example.com/${noise(2475)}`;
  const headers = { "X-A": noise(1000), "X-B": noise(1000) };
  const variant = { url: `https://acme.example.com/${noise(400)}`, headers };
  const request = { ...wholeTenant, selector: { files: [longest, variant] } };
  const { id } = await askForPurge(support, request, newKey());
  const found = await listPurges(support, { limit: 5, tag: longest });
  expect(found.items.map((one) => one.id)).toEqual([id]);
  const prefix = { prefixes: [`acme.example.com/${noise(2482)}/`] };
  await askForPurge(engineer, { ...wholeTenant, selector: prefix }, newKey());
  for (const selector of [
    { files: [`${longest}x`] },
    { files: [`https://acme.example.com/${noise(4071)}`] },
    { prefixes: [`acme.example.com/${noise(2483)}/`] },
  ]) {
    const refused = askForPurge(engineer, { ...wholeTenant, selector }, newKey());
    await expect(refused).rejects.toMatchObject({ code: "invalid_input", fields: [{}] });
  }
});

test("as many URLs as the zone's plan takes; what the account was granted counts more", async () => {
  const zoneId = exampleDirectory().zones[0]?.id ?? "";
  const { accountId } = await database().zone.findUniqueOrThrow({ where: { id: zoneId } });
  const named = (count: number) => ({
    ...wholeTenant,
    selector: { files: Array.from({ length: count }, (_, at) => `https://acme.example.com/${at}`) },
  });
  const purge = await askForPurge(support, named(500), newKey());
  expect(purge.selector.files).toHaveLength(500);
  const entry = await database().auditEntry.findFirstOrThrow({ where: { subjectId: purge.id } });
  expect(entry.summary).toContain("/4 and 495 more of acme");
  const limit = { accountId, plan: "enterprise", filesPerRequest: 40, itemsPerRequest: 2 };
  await importDirectory({ accountLimits: [limit] });
  const message = /takes at most 40$/;
  const field = { path: "selector.files", message: expect.stringMatching(message) as string };
  for (const request of [named(41), named(500)]) {
    const refused = { code: "invalid_input", fields: [field] };
    await expect(askForPurge(support, request, newKey())).rejects.toMatchObject(refused);
    await expect(planPurge(support, request)).rejects.toMatchObject(refused);
  }
  const tags = { tags: ["invoice:1", "invoice:2", "invoice:3"] };
  await expect(
    askForPurge(support, { ...wholeTenant, selector: tags }, newKey()),
  ).rejects.toMatchObject({ fields: [{ path: "selector.tags" }] });
  expect((await askForPurge(support, named(40), newKey())).status).toBe("scheduled");
  await database().accountLimit.deleteMany();
});

test("an environment of the zone is found by name or ref, and is another purge", async () => {
  const [zone] = exampleDirectory().zones;
  const environments = [{ ref: "a1b2c3", name: "Staging" }];
  const inStaging = { ...wholeTenant, environment: "staging" };
  const unknown = askForPurge(support, inStaging, newKey());
  await expect(unknown).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ path: "environment", message: "example.com has no environments beside production" }],
  });
  await importDirectory({ zones: [{ ...zone, environments }] });
  const key = newKey();
  const purge = await askForPurge(support, inStaging, key);
  expect(purge.environment).toBe("a1b2c3");
  const row = await database().purge.findUniqueOrThrow({ where: { id: purge.id } });
  expect(row.lane).toContain("/a1b2c3/");
  const production = askForPurge(support, wholeTenant, key);
  await expect(production).rejects.toMatchObject({ code: "idempotency_conflict" });
  expect((await askForPurge(support, inStaging, key)).id).toBe(purge.id);

  const plan = await planPurge(support, { ...inStaging, environment: "A1B2C3" });
  expect(plan).toMatchObject({ environment: environments[0], pages: [], allowed: true });
  expect(plan.recent?.purgeId).toBe(purge.id);
  expect(plan.notes.join(" ")).toContain("production's stay as they are");
  const urls = { files: ["https://acme.example.com/billing"] };
  const byUrl = await planPurge(support, { ...inStaging, selector: urls });
  expect(byUrl.notes.join(" ")).toContain("1136");

  const inProduction = await planPurge(support, { ...wholeTenant, environment: "Production" });
  expect(inProduction).toMatchObject({ environment: null, notes: [], pages: [{}, {}] });
  const everything = await planPurge(admin, { ...wholeTenant, selector: { everything: true } });
  expect(everything.notes).toEqual([
    "Everything of production is everything of all environments: Staging too.",
  ]);
  expect(everything).toMatchObject({ allowed: true, secondPerson: { roles: ["admin"] } });
  const other = planPurge(support, { ...wholeTenant, environment: "dev" });
  await expect(other).rejects.toMatchObject({
    fields: [{ path: "environment", message: expect.stringContaining("Staging") as string }],
  });
});
