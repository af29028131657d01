import { authorize } from "@/lib/audit/authorize";
import { readDirectory } from "@/lib/domain/directory/read-directory";
import { versionOf } from "@/lib/domain/directory/setting-entries";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import { type TagPlanDetail, tagLine } from "@/lib/schemas/zones";
import { lintTagPlan } from "./lint-tag-plan";
import { readSeenPages } from "./seen-pages";

/**
 * A zone's tag plan, and what is wrong with it.
 *
 * @param zone the zone's name or id
 * @throws AppError not_allowed, not_found
 */
export async function readTagPlan(actor: Actor, zone: string): Promise<TagPlanDetail> {
  await authorize(actor, "directory.read", {
    action: "access.refuse",
    subject: { kind: "tag_plan", id: zone },
    summary: `${actor.name} was refused a tag plan`,
  });
  const row = await db().zone.findFirst({
    where: { OR: [{ id: zone }, { name: zone.toLowerCase() }] },
    select: { id: true, name: true, originAddress: true },
  });
  if (row === null) throw new AppError("not_found", `There is no zone ${zone}.`);
  const hasOrigin = row.originAddress !== null;
  const named = { zoneIds: [], tagZones: [row.name], tags: "all" as const, tenantIds: [] };
  const state = await db().$transaction((tx) =>
    readDirectory(tx, { ...named, withSettings: false }),
  );
  const lines = [...state.values()].map(({ id, value }) =>
    tagLine.parse({ pattern: id.slice(row.name.length + 1), ...value }),
  );
  const { pages, since } = await readSeenPages(row.id);
  return {
    zone: { id: row.id, name: row.name },
    lines,
    findings: lintTagPlan(lines, pages, hasOrigin),
    seen: {
      ...{ pages: pages.length, since, hasOrigin },
      tenants: new Set(pages.map(({ tenant }) => tenant.id)).size,
    },
    version: versionOf(state),
  };
}
