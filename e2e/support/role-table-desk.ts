import type { Expected } from "./expected";
import type { ConsoleApi } from "./console-api";
import type { Reconciliation } from "@/lib/schemas/reconciliations";
import type { Role } from "@/lib/schemas/words";

const whoReads: readonly Role[] = ["auditor", "admin"];
const period = "from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z";
const hourMs = 3_600_000;

/** A period that has just ended. */
function lastHour() {
  const to = Date.now() - 1_000;
  return { from: new Date(to - hourMs).toISOString(), to: new Date(to).toISOString() };
}

/** The address of what a comparison has found, or will have found. */
async function aReconciliation(admin: ConsoleApi): Promise<string> {
  const { id } = await admin.post<Reconciliation>("/reconciliations", lastHour(), 202);
  return `/api/v1/reconciliations/${id}/findings`;
}

/** Waits until fewer than five comparisons are under way: no more are taken. */
async function untilFew(admin: ConsoleApi): Promise<void> {
  for (let n = 0; n < 60; n += 1) {
    const { items } = await admin.get<{ items: Reconciliation[] }>("/reconciliations");
    if (items.filter(({ finishedAt }) => finishedAt === null).length < 3) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The auditor's desk and reconciliation: what leaves a record. */
export const deskChanging: Record<string, Expected> = {
  "POST /api/v1/desk/samples": {
    // Whoever decides and sets up does not sign off on it.
    allowed: ["auditor"],
    status: 201,
    place: () => ({
      path: "/api/v1/desk/samples",
      body: {
        ...{ question: "wide_purges", seed: "role table", size: 5 },
        ...{ from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" },
      },
    }),
  },
  "POST /api/v1/desk/samples/[sampleId]/sign-offs": {
    allowed: ["auditor"],
    // Nothing was drawn: who may is told that, all others that they may not.
    status: 404,
    place: () => ({
      path: `/api/v1/desk/samples/${crypto.randomUUID()}/sign-offs`,
      body: { entryId: crypto.randomUUID(), finding: "in_order", note: "Looked at the ticket" },
    }),
  },
  "POST /api/v1/reconciliations": {
    allowed: whoReads,
    status: 202,
    place: async (_engineer, _edge, admin) => {
      await untilFew(admin);
      return { path: "/api/v1/reconciliations", body: lastHour() };
    },
  },
};

/** What the desk reads. */
export const deskReading: Record<string, Expected> = {
  "GET /api/v1/desk/figures": {
    allowed: whoReads,
    status: 200,
    place: () => ({ path: `/api/v1/desk/figures?${period}` }),
  },
  "GET /api/v1/desk/questions/[question]": {
    allowed: whoReads,
    status: 200,
    place: () => ({ path: `/api/v1/desk/questions/wide_purges?${period}` }),
  },
  "GET /api/v1/desk/questions/[question]/export": {
    allowed: whoReads,
    status: 200,
    place: () => ({ path: `/api/v1/desk/questions/wide_purges/export?${period}&format=csv` }),
  },
  "GET /api/v1/desk/report": {
    allowed: whoReads,
    status: 200,
    place: () => ({ path: `/api/v1/desk/report?${period}` }),
  },
  "GET /api/v1/desk/samples": {
    allowed: whoReads,
    status: 200,
    place: () => ({ path: "/api/v1/desk/samples" }),
  },
  "GET /api/v1/desk/samples/[sampleId]": {
    allowed: whoReads,
    status: 404,
    place: () => ({ path: `/api/v1/desk/samples/${crypto.randomUUID()}` }),
  },
  "GET /api/v1/reconciliations": {
    allowed: whoReads,
    status: 200,
    place: () => ({ path: "/api/v1/reconciliations" }),
  },
  "GET /api/v1/reconciliations/[reconciliationId]/findings": {
    allowed: whoReads,
    status: 200,
    place: async (_engineer, _edge, admin) => {
      await untilFew(admin);
      return { path: await aReconciliation(admin) };
    },
  },
};
