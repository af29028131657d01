import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import { AppError, type InvalidField } from "@/lib/schemas/errors";
import type { WantedWatch, Watch } from "@/lib/schemas/watches";
import { requireRoom } from "./require-room";
import { readSavedWatch } from "./watch-row";

/** The named pages as the directory has them: a watch looks at nothing else. */
async function findPages({ pages }: WantedWatch) {
  const tenants = await db().tenant.findMany({
    where: { id: { in: pages.map(({ tenantId }) => tenantId) }, removedAt: null },
    select: {
      id: true,
      slug: true,
      hosts: { select: { host: true }, orderBy: { position: "asc" }, take: 1 },
      pages: { select: { path: true } },
      zone: { select: { edgeScheme: true } },
    },
  });
  const problems: InvalidField[] = [];
  const found = pages.flatMap(({ tenantId, path }, position) => {
    const place = `pages.${position}`;
    const tenant = tenants.find(({ id }) => id === tenantId);
    const host = tenant?.hosts[0]?.host;
    const first = pages.findIndex((one) => one.tenantId === tenantId && one.path === path);
    const problem =
      tenant === undefined
        ? { path: `${place}.tenantId`, message: `there is no tenant with the id ${tenantId}` }
        : host === undefined
          ? { path: `${place}.tenantId`, message: `${tenant.slug} has no host to probe` }
          : tenant.pages.every((page) => page.path !== path)
            ? { path: `${place}.path`, message: `${tenant.slug} has no page ${path} on record` }
            : first < position
              ? { path: place, message: `is the same as pages.${first}` }
              : null;
    if (problem !== null) problems.push(problem);
    if (tenant === undefined || host === undefined) return [];
    const url = `${tenant.zone.edgeScheme ?? "https"}://${host}${path}`;
    return [{ position, tenantId, slug: tenant.slug, path, url }];
  });
  const [first] = problems;
  if (first !== undefined)
    throw new AppError("invalid_input", `${first.path}: ${first.message}`, problems);
  return found;
}

/**
 * Starts to watch pages of tenants: nothing is probed until a round is asked for. A person has one watch at a
 * time, so an earlier one ends.
 *
 * @throws AppError not_allowed, invalid_input for pages that the directory does not have, too_many_requests
 */
export async function startWatch(actor: Actor, request: WantedWatch): Promise<Watch> {
  await authorize(actor, "comparison.run", {
    action: "watch.start",
    subject: { kind: "watch", id: null },
    summary: `${actor.name} was refused to watch pages`,
  });
  const pages = await findPages(request);
  const startedAt = now();
  const id = newId(startedAt);
  const { minutes } = request;
  await db().$transaction(async (tx) => {
    await tx.watch.updateMany({
      where: { personId: actor.id, endedAt: null },
      data: { endedAt: startedAt },
    });
    await tx.watch.create({
      data: { id, personId: actor.id, startedAt, endsAt: addMs(startedAt, minutes * 60_000) },
    });
    await tx.watchPage.createMany({
      data: pages.map(({ position, tenantId, path, url }) => {
        return { watchId: id, position, tenantId, path, url, seen: [] };
      }),
    });
    await requireRoom(tx, id);
    const slugs = [...new Set(pages.map(({ slug }) => slug))];
    await writeEntry(tx, actor, {
      action: "watch.start",
      subject: { kind: "watch", id },
      tenantId: slugs.length === 1 ? (pages[0]?.tenantId ?? null) : null,
      summary: `${actor.name} began to watch ${pages.length} ${pages.length === 1 ? "page" : "pages"} of ${slugs.join(", ")}`,
      details: { minutes, pages: pages.map(({ url }) => url) },
    });
  });
  return readSavedWatch(actor, id);
}
