import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { exampleDirectory } from "@/prisma/factories/directory";
import { daysAgo } from "@/prisma/factories/ended-purges";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { removeExpired } from "./remove-expired";

withTestDatabase();
let personId = "";

beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  personId = (await makeActor("support")).id;
});

const entries = () =>
  db().auditEntry.findMany({ where: { action: "retention.remove" }, orderBy: { id: "asc" } });

test("diagnoses and ended watches go with what was probed for them, by the days of comparisons", async () => {
  const diagnose = async (days: number) => {
    const id = newId(daysAgo(days));
    const page = {
      ...{ tenantId: "42", path: "/billing", url: "https://acme.example.com/billing" },
    };
    await db().diagnosis.create({
      data: {
        ...{ id, ...page, host: "acme.example.com", createdById: personId },
        ...{ createdAt: daysAgo(days), cause: "cannot_tell", confidence: "none" },
        ...{ summary: "Cannot tell", evidence: [], missing: [], nextStep: "Probe again" },
        probes: { create: { id: newId(), ...page, startedAt: daysAgo(days) } },
      },
    });
    return id;
  };
  const watch = async (days: number, ends: { endsAt: Date; endedAt?: Date }) => {
    const id = newId(daysAgo(days));
    const url = "https://acme.example.com/billing";
    await db().watch.create({
      data: {
        ...{ id, personId, startedAt: daysAgo(days), ...ends },
        pages: { create: { position: 0, tenantId: "42", path: "/billing", url, seen: ["HIT"] } },
      },
    });
    return id;
  };
  const diagnoses = [await diagnose(41), await diagnose(40), await diagnose(20)];
  const watches = [
    await watch(41, { endsAt: daysAgo(40) }),
    await watch(41, { endsAt: daysAgo(-1), endedAt: daysAgo(40) }),
    await watch(40, { endsAt: daysAgo(2) }),
    await watch(39, { endsAt: daysAgo(-1) }),
  ];
  await importDirectory({ retention: { comparisonDays: 30 } });

  expect(await removeExpired({ most: 1 })).toMatchObject({ diagnosis: 2, watch: 2 });
  const left = { orderBy: { id: "asc" }, select: { id: true } } as const;
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
  expect(ids(await db().diagnosis.findMany(left))).toEqual(diagnoses.slice(2));
  expect(ids(await db().watch.findMany(left))).toEqual(watches.slice(2).sort());
  const probes = await db().probe.findMany({
    where: { diagnosisId: { not: null } },
    select: { diagnosisId: true },
  });
  expect(probes).toEqual([{ diagnosisId: diagnoses[2] }]);
  expect(await db().watchPage.count()).toBe(2);
  const kinds = (await entries()).map(
    ({ details }) => (JSON.parse(details) as { kind: string }).kind,
  );
  expect(kinds.filter((kind) => kind === "diagnosis" || kind === "watch")).toEqual([
    ...["diagnosis", "diagnosis", "watch", "watch"],
  ]);
});
