import { newId } from "@/lib/platform/ids";
import type { Prisma } from "@/prisma/generated/client";
import { type RepeatableRandom, repeatableRandom } from "./random";
import { practiceTenants, practiceZones, type WorldTenant } from "./world";

type PurgeData = Prisma.PurgeCreateManyInput;
type AttemptData = Prisma.AttemptCreateManyInput;
type CallData = Prisma.PurgeCallCreateManyInput;
/** A call before it is known what for. */
type Answer = Pick<CallData, "id" | "startedAt"> & Partial<CallData>;
type Source = PurgeData["source"];
type AttemptOutcome = "accepted" | "transient" | "permanent" | "unknown";

const days = 30;
const dayMs = 24 * 60 * 60 * 1000;
const count = 5_000;

/** Which sources purge how often, of 100, and in whose name. */
const sources: readonly [number, Source, string][] = [
  [62, "app", "billing-service"],
  [14, "job", "nightly-statements"],
  [8, "webhook", "payments-webhook"],
  [2, "deploy", "deploy-pipeline"],
  [8, "import", "bulk-import"],
  [3, "api", "internal-tools"],
  [3, "manual", "support@example.com"],
];

const reasons = [
  "Customer still sees the old invoice after correcting it",
  "Address change does not show on the billing page",
  "Export shows last month's totals",
  "Paid invoice is still listed as open",
] as const;

interface Failure {
  status: number | null;
  errors: { code: number; message: string }[];
  code: string;
  message: string;
}

const rateLimited: Failure = {
  status: 429,
  errors: [
    {
      code: 1134,
      message:
        "Unable to purge, rate limit reached. Please wait and consider throttling your request speed",
    },
  ],
  code: "429 / 1134",
  message: "Cloudflare's rate limit is reached (HTTP 429, 1134).",
};
const timeout: Failure = {
  status: null,
  errors: [],
  code: "timeout",
  message: "Cloudflare did not answer within 10 seconds. It may have carried the purge out.",
};
const fault: Failure = {
  status: 503,
  errors: [],
  code: "503",
  message: "Cloudflare had a fault (HTTP 503).",
};
const refused: Failure = {
  status: 403,
  errors: [{ code: 10000, message: "Authentication error" }],
  code: "403 / 10000",
  message: "Cloudflare refused the API token (HTTP 403, 10000 Authentication error).",
};
const misrouted: Failure = {
  status: 404,
  errors: [
    {
      code: 7003,
      message:
        "Could not route to /zones/practice.localhost/purge_cache, perhaps your object identifier is invalid?",
    },
  ],
  code: "404 / 7003",
  message:
    "Cloudflare refused the request (HTTP 404, 7003 Could not route: a zone's name was given instead of its id).",
};

function pickSource(random: RepeatableRandom): [Source, string] {
  let left = random.next() * 100;
  for (const [share, source, name] of sources) {
    left -= share;
    if (left < 0) return [source, name];
  }
  return ["app", "billing-service"];
}

function pickTargets(random: RepeatableRandom, source: Source, tenant: WorldTenant): string[] {
  if (source === "deploy") return [`page:${random.pick(["billing", "home", "invoice"] as const)}`];
  const whole = source === "import" || source === "manual" || random.next() < 0.15;
  if (whole) return [`tenant:${tenant.id}`];
  return [`invoice:${tenant.invoices[random.below(tenant.invoices.length)]?.id ?? "1"}`];
}

/** How a purge went: the failures before the end, and whether it was accepted in the end. */
function pickCourse(random: RepeatableRandom): { failures: Failure[]; accepted: boolean } {
  const chance = random.next();
  if (chance < 0.93) return { failures: [], accepted: true };
  if (chance < 0.95) return { failures: [rateLimited], accepted: true };
  if (chance < 0.965) return { failures: [timeout], accepted: true };
  if (chance < 0.975) return { failures: [fault, fault], accepted: true };
  if (chance < 0.985) return { failures: [refused], accepted: false };
  if (chance < 0.992) return { failures: [misrouted], accepted: false };
  return { failures: Array.from({ length: 6 }, () => rateLimited), accepted: false };
}

function ray(random: RepeatableRandom): string {
  return `${Buffer.from(random.bytes(8)).toString("hex")}-FRA`;
}

function makeAnswers(random: RepeatableRandom, requestedAt: Date) {
  const { failures, accepted } = pickCourse(random);
  const steps: (Failure | null)[] = accepted ? [...failures, null] : failures;
  let at = requestedAt.getTime() + 15 + random.below(60);
  let ended = requestedAt;
  const answers = steps.map((failure, index): Answer => {
    const startedAt = new Date(at);
    const durationMs = failure === timeout ? 10_000 : 60 + random.below(240);
    const finishedAt = new Date(at + durationMs);
    ended = finishedAt;
    at = finishedAt.getTime() + 500 * 2 ** index + random.below(400);
    const last = index === steps.length - 1;
    return {
      id: newId(startedAt, random.bytes(10)),
      startedAt,
      leasedUntil: finishedAt,
      finishedAt,
      durationMs,
      outcome: outcomeOf(failure, last),
      httpStatus: failure === null ? 200 : failure.status,
      code: failure === null ? "200" : failure.code,
      errors: failure?.errors ?? [],
      cfRay: failure === timeout ? null : ray(random),
      message: failure?.message ?? "Cloudflare accepted the request.",
    };
  });
  return { answers, accepted, lastFailure: failures.at(-1) ?? null, ended };
}

function outcomeOf(failure: Failure | null, last: boolean): AttemptOutcome {
  if (failure === null) return "accepted";
  if (failure === timeout) return "unknown";
  return last && failure !== rateLimited ? "permanent" : "transient";
}

function callFor({ zoneId, method, targets }: PurgeData, answer: Answer): CallData {
  const zone = practiceZones.find(({ id }) => id === zoneId);
  if (zone === undefined) throw new Error(`There is no practice zone ${zoneId}`);
  return {
    ...answer,
    accountId: zone.accountId,
    plan: zone.plan,
    zoneId,
    method,
    kind: "tags",
    targets: targets as string[],
    purgeCount: 1,
    sender: "practice data",
    leasedUntil: answer.leasedUntil ?? answer.startedAt,
  };
}

function makePurge(random: RepeatableRandom, requestedAt: Date, newest: Date) {
  const [source, service] = pickSource(random);
  const zone = practiceTenants[random.next() < 0.8 ? 0 : 1];
  if (zone === undefined) return null;
  // A few tenants cause most purges.
  const tenant = zone.tenants[Math.floor(random.next() ** 3 * zone.tenants.length)];
  if (tenant === undefined) return null;
  // The last day of acme stays empty: "no purge was recorded" is what its support case begins with.
  const quiet = newest.getTime() - requestedAt.getTime() < 1.2 * dayMs;
  if (tenant.id === "42" && quiet) return null;
  const id = newId(requestedAt, random.bytes(10));
  const { answers, accepted, lastFailure, ended } = makeAnswers(random, requestedAt);
  const finishedAt = ended;
  const manual = source === "manual";
  const closed = !accepted && newest.getTime() - requestedAt.getTime() > 2 * dayMs;
  const purge: PurgeData = {
    id,
    zoneId: zone.zoneId,
    tenantId: source === "deploy" ? null : tenant.id,
    method: source === "deploy" && random.next() < 0.5 ? "invalidate" : "purge",
    selectorKind: "tags",
    targets: pickTargets(random, source, tenant),
    tier: source === "deploy" ? "shared" : manual || source === "import" ? "tenant" : "object",
    status: accepted ? "accepted" : "failed",
    statusCause: "Practice data.",
    callId: answers.at(-1)?.id ?? null,
    source,
    actorKind: manual ? "person" : "service",
    actorName: service,
    actorRole: manual ? "support" : null,
    reason: manual ? random.pick(reasons) : null,
    ticket: manual ? `ZD-${4_000 + random.below(900)}` : null,
    traceId: Buffer.from(random.bytes(16)).toString("hex"),
    requestedAt,
    notBefore: requestedAt,
    attemptCount: answers.length,
    finishedAt,
    resultCode: accepted ? "200" : (lastFailure?.code ?? null),
    resultMessage: accepted
      ? "Cloudflare accepted the request."
      : answers.length > 1
        ? `Given up after ${answers.length} attempts. ${lastFailure?.message ?? ""}`
        : (lastFailure?.message ?? ""),
    ...(closed
      ? {
          resolvedAt: new Date(finishedAt.getTime() + 3_600_000),
          resolvedBy: "engineer@example.com",
          resolution: "Cause found and mended; the page was purged again.",
        }
      : {}),
  };
  const calls = answers.map((answer) => callFor(purge, answer));
  const attempts = calls.map((call, index): AttemptData => ({
    purgeId: id,
    number: index + 1,
    callId: call.id,
  }));
  return { purge, calls, attempts };
}

/**
 * 30 days of purges of the practice tenants: all sources, successes, retries, failures with Cloudflare's own
 * codes. The same at each call but for the time that it ends at.
 *
 * @param newest when the history ends
 */
export function practiceHistory(newest: Date): {
  purges: PurgeData[];
  calls: CallData[];
  attempts: AttemptData[];
} {
  const random = repeatableRandom(20_260_301);
  const purges: PurgeData[] = [];
  const calls: CallData[] = [];
  const attempts: AttemptData[] = [];
  while (purges.length < count) {
    // Busier towards today, and by day: most in working hours.
    const back = random.next() ** 1.2 * days * dayMs + 180_000;
    const requestedAt = new Date(newest.getTime() - Math.round(back));
    const hour = requestedAt.getUTCHours();
    const working = hour >= 7 && hour <= 18;
    if (!working && random.next() < 0.6) continue;
    const made = makePurge(random, requestedAt, newest);
    if (made === null) continue;
    purges.push(made.purge);
    calls.push(...made.calls);
    attempts.push(...made.attempts);
  }
  return { purges, calls, attempts };
}
