import { findPage, type TenantPage } from "@/lib/domain/probes/find-page";
import { findControls } from "@/lib/domain/tenants/find-controls";
import { db } from "@/lib/platform/database";
import { AppError } from "@/lib/schemas/errors";

/** The page to probe for a purge whose request named none: the tenant's first. */
export async function choosePath(tenantId: string): Promise<string | null> {
  const page = await db().page.findFirst({
    where: { tenantId },
    orderBy: { position: "asc" },
    select: { path: true },
  });
  return page?.path ?? null;
}

/** A page as it is probed; null: the tenant was removed, or has no host. */
export async function findPageOrNull(
  tenantId: string | null,
  path: string,
): Promise<TenantPage | null> {
  if (tenantId === null) return null;
  try {
    return await findPage(tenantId, path);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** The best control for a page, by itself: same zone, same page, another host, warm when last probed. */
export async function chooseControl(tenantId: string, path: string): Promise<string | null> {
  const [best] = await findControls(tenantId, path);
  return best?.tenant.id ?? null;
}

const letters = "0123456789abcdefghijklmnopqrstuvwxyz";
const anyLetter = () => letters.charAt(Math.floor(Math.random() * letters.length));

/**
 * Other tenants' pages on the zone to be watched, one page each, of none that shares a host with the affected
 * tenant: those whose slugs follow a random place, so that a zone of many tenants costs no more than one of few.
 */
export async function chooseBystanders(
  { zoneId, tenantId, hosts }: Pick<TenantPage, "zoneId" | "tenantId" | "hosts">,
  controlId: string | null,
  count: number,
): Promise<TenantPage[]> {
  if (count === 0) return [];
  const place = anyLetter() + anyLetter();
  const from = (slug: { gte: string } | { lt: string }, take: number) =>
    db().tenant.findMany({
      where: {
        zoneId,
        slug,
        removedAt: null,
        id: { notIn: [tenantId, ...(controlId === null ? [] : [controlId])] },
        pages: { some: {} },
        hosts: { some: {}, none: { host: { in: hosts } } },
      },
      select: {
        id: true,
        pages: { select: { path: true }, orderBy: { position: "asc" }, take: 1 },
      },
      orderBy: { slug: "asc" },
      take,
    });
  const rows = await from({ gte: place }, count);
  if (rows.length < count) rows.push(...(await from({ lt: place }, count - rows.length)));
  const pages = rows.map(({ id, pages: [page] }) => findPageOrNull(id, page?.path ?? "/"));
  return (await Promise.all(pages)).filter((page) => page !== null);
}
