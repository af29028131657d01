import { setTimeout as sleep } from "node:timers/promises";
import type { TenantPage } from "@/lib/domain/probes/find-page";
import { pageUrl } from "@/lib/edge/probe/send-probe";
import { variantRequest } from "@/lib/edge/probe/variant-request";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { PageVariant } from "@/lib/schemas/page-setup";
import { type TaskAnswer, taskAnswer } from "@/lib/schemas/probe-tasks";
import type { Prisma } from "@/prisma/generated/client";

/** An agent that has not asked for work for so long is not asked, in seconds: longer than a claim waits. */
export const silentSeconds = 30;
/** How long the console waits for agents, in milliseconds: its own probes are there by then. */
const patienceMs = 5_000;
const pollMs = 100;
/** Tasks are kept for so long after they are over, in milliseconds. */
const keptMs = 60 * 60_000;

interface Asked {
  taskId: string;
  place: string;
  page: TenantPage;
  /** null: the default one. */
  variant: PageVariant | null;
}

/**
 * Agents that are there. One that left a task open has to ask for work again first: whoever has just died costs
 * one round, not each.
 */
async function findAgents(): Promise<
  {
    tokenId: string;
    place: string;
    variants: boolean;
    zoneIds: string[];
    tenantIds: string[];
  }[]
> {
  return db().$queryRaw`
    SELECT a.token_id AS "tokenId", a.place, a.variants, t.zone_ids AS "zoneIds", t.tenant_ids AS "tenantIds"
    FROM probe_agent a JOIN service_token t ON t.id = a.token_id
    WHERE a.last_seen_at > clock_timestamp() - ${silentSeconds} * interval '1 second'
      AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp() AND 'probe' = ANY(t.verbs)
      AND NOT EXISTS (SELECT 1 FROM probe_task k WHERE k.token_id = a.token_id AND k.answered_at IS NULL
        AND k.expires_at > a.last_seen_at AND k.expires_at <= clock_timestamp())`;
}

const reaches = (ids: readonly string[], id: string) => ids.length === 0 || ids.includes(id);

async function askAll(
  pages: readonly TenantPage[],
  variants: readonly (PageVariant | null)[],
): Promise<Asked[]> {
  const agents = await findAgents();
  if (agents.length === 0) return [];
  const asked = agents.flatMap(({ tokenId, place, zoneIds, tenantIds, variants: knows }) => {
    const own = pages.filter(
      (page) => reaches(zoneIds, page.zoneId) && reaches(tenantIds, page.tenantId),
    );
    // An agent from before would ask for the default one whatever it is given: that is no answer of a variant.
    return variants
      .filter((variant) => variant === null || knows)
      .flatMap((variant) =>
        own.map((page) => ({ tokenId, place, page, variant, taskId: newId() })),
      );
  });
  const rows = asked.map(({ tokenId, taskId, variant, page: { request } }) => {
    const { host, path, edge, leaveOut, probeHeader } = request;
    const task = { host, path, edge, leaveOut, probeHeader, ...(variant && { variant }) };
    return { id: taskId, tokenId, request: task };
  });
  await db().$executeRaw`
    INSERT INTO probe_task (id, token_id, request, created_at, expires_at)
    SELECT t.id, t."tokenId", t.request, clock_timestamp(),
      clock_timestamp() + ${patienceMs} * interval '1 millisecond'
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t (id uuid, "tokenId" uuid, request jsonb)`;
  await db().probeTask.deleteMany({ where: { expiresAt: { lt: addMs(now(), -keptMs) } } });
  return asked;
}

interface AnsweredRow {
  id: string;
  leasedAt: Date;
  answeredAt: Date;
  answer: unknown;
}

/** Waits until each agent has answered or may not any more. */
async function waitForAnswers(taskIds: readonly string[]): Promise<AnsweredRow[]> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const rows = await db().probeTask.findMany({
      where: { id: { in: [...taskIds] }, answeredAt: { not: null } },
      select: { id: true, leasedAt: true, answeredAt: true, answer: true },
    });
    if (rows.length === taskIds.length || performance.now() >= until) {
      return rows.flatMap(({ id, leasedAt, answeredAt, answer }) =>
        leasedAt === null || answeredAt === null ? [] : [{ id, leasedAt, answeredAt, answer }],
      );
    }
    await sleep(pollMs);
  }
}

/** Within the time that the agent had the task: its clock may be off, the console's record is not. */
function startOf({ startedAt }: TaskAnswer, { leasedAt, answeredAt }: AnsweredRow): Date {
  const said = Date.parse(startedAt);
  return new Date(Math.min(Math.max(said, leasedAt.getTime()), answeredAt.getTime()));
}

export type AgentProbe = Omit<Prisma.ProbeUncheckedCreateInput, "comparisonId" | "side">;

/**
 * Has every agent that is there probe these pages, at the same time. An agent that does not answer in time has
 * seen nothing: it is left out, and nothing is said of its place.
 *
 * @param variants which copies of each page; null: the default one. Agents that know of none are asked for that alone
 * @returns for each page the probes of it, as they are kept
 */
export async function askAgents(
  pages: readonly TenantPage[],
  variants: readonly (PageVariant | null)[] = [null],
): Promise<Map<TenantPage, AgentProbe[]>> {
  const asked = await askAll(pages, variants);
  const answers = asked.length === 0 ? [] : await waitForAnswers(asked.map(({ taskId }) => taskId));
  const probes = new Map<TenantPage, AgentProbe[]>();
  for (const row of answers) {
    const one = asked.find(({ taskId }) => taskId === row.id);
    const parsed = taskAnswer.safeParse(row.answer);
    if (one === undefined || !parsed.success) continue;
    const { page, variant, place } = one;
    const answer = parsed.data;
    const probe: AgentProbe = {
      ...answer,
      id: newId(),
      tenantId: page.tenantId,
      path: page.request.path,
      url: pageUrl(variantRequest(page.request, variant)),
      variant: variant?.name ?? null,
      place,
      startedAt: startOf(answer, row),
      edgeDate: answer.edgeDate === null ? null : new Date(answer.edgeDate),
    };
    probes.set(page, [...(probes.get(page) ?? []), probe]);
  }
  return probes;
}
