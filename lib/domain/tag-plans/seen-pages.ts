import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";

/** What an origin answered for a page, the only place at which Cache-Tag shows: the edge strips it. */
export interface SeenPage {
  tenant: { id: string; slug: string };
  path: string;
  at: string;
  /** In lower case, in their order; empty: the answer had no Cache-Tag. */
  tags: string[];
  /** Of the header's value. */
  bytes: number;
}

/** So far back is looked, and at so many of the newest answers of each kind. */
const seenDays = 30;
const mostAnswers = 500;

type Tenant = SeenPage["tenant"];

function toSeen(tenant: Tenant, path: string, at: Date, cacheTag: string | null): SeenPage {
  const text = cacheTag ?? "";
  const tags = text.split(",").map((tag) => tag.trim().toLowerCase());
  return {
    tenant,
    path: path.split("?")[0] ?? path,
    at: at.toISOString(),
    tags: [...new Set(tags.filter((tag) => tag !== ""))],
    bytes: Buffer.byteLength(text),
  };
}

/** Probes that got past the edge with their tags: a deployment may send them through. */
async function fromProbes(zoneId: string, since: Date): Promise<SeenPage[]> {
  const rows = await db().probe.findMany({
    where: { cacheTag: { not: null }, startedAt: { gt: since }, tenant: { zoneId } },
    select: {
      ...{ path: true, startedAt: true, cacheTag: true, httpStatus: true },
      tenant: { select: { id: true, slug: true } },
    },
    orderBy: { startedAt: "desc" },
    take: mostAnswers,
  });
  return rows
    .filter(({ httpStatus }) => httpStatus !== null && httpStatus < 300)
    .map(({ tenant, path, startedAt, cacheTag }) => toSeen(tenant, path, startedAt, cacheTag));
}

interface KeptOrigin {
  httpStatus: number | null;
  cacheTag: string | null;
}

/** What the origin said when somebody asked why a page is stale. That it sent no tags says something, too. */
async function fromDiagnoses(zoneId: string, since: Date): Promise<SeenPage[]> {
  const rows = await db().diagnosis.findMany({
    where: { createdAt: { gt: since }, tenant: { zoneId } },
    select: {
      ...{ path: true, createdAt: true, origin: true },
      tenant: { select: { id: true, slug: true } },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostAnswers,
  });
  return rows.flatMap(({ tenant, path, createdAt, origin }) =>
    // Written by ask-page.ts, by nothing else.
    (origin as unknown as KeptOrigin[])
      .filter(({ httpStatus }) => httpStatus !== null && httpStatus < 300)
      .map(({ cacheTag }) => toSeen(tenant, path, createdAt, cacheTag)),
  );
}

/** The newest answer of each page of each tenant of a zone that shows which tags it carries. */
export async function readSeenPages(zoneId: string): Promise<{ pages: SeenPage[]; since: string }> {
  const since = addMs(now(), -seenDays * 24 * 60 * 60 * 1000);
  const all = [...(await fromProbes(zoneId, since)), ...(await fromDiagnoses(zoneId, since))];
  const newest = new Map<string, SeenPage>();
  for (const one of all.toSorted((a, b) => b.at.localeCompare(a.at))) {
    const key = JSON.stringify([one.tenant.id, one.path]);
    if (!newest.has(key)) newest.set(key, one);
  }
  return { pages: [...newest.values()], since: since.toISOString() };
}
