import * as z from "zod";
import { comparison } from "./comparisons";
import { collateral, proof, proofRequest } from "./proofs";
import { fileTarget } from "./file-schema";
import { mostFiles, mostItems } from "./files";
import { tenantRef } from "./tenants";
import { cursor, id, limit, plainText, tenantId, time } from "./text";
import {
  actorKinds,
  approvalStates,
  attemptOutcomes,
  outcomes,
  purgeMethods,
  purgeStandings,
  purgeStatuses,
  roles,
  triggerSources,
} from "./words";

const targets = <T extends z.ZodType>(what: string, most: number, one: T) =>
  z
    .array(one)
    .min(1, `name at least one of the ${what}`)
    .max(most, `at most ${most} ${what} fit in one request to Cloudflare`);

/** What a purge names: one kind of target, as Cloudflare takes one kind per request. */
export const selector = z
  .strictObject({
    tags: targets("tags", mostItems, plainText(1, 4096)).optional(),
    files: targets("files", mostFiles, fileTarget).optional(),
    prefixes: targets("prefixes", mostItems, plainText(1, 4096)).optional(),
    hosts: targets("hosts", mostItems, plainText(1, 4096)).optional(),
    everything: z.literal(true, "must be true").optional(),
  })
  .refine(
    (value) => Object.values(value).filter((part) => part !== undefined).length === 1,
    "name exactly one of tags, files, prefixes, hosts, everything",
  )
  .meta({ minProperties: 1, maxProperties: 1, examples: [{ tags: ["tenant:42"] }] });
export type Selector = z.infer<typeof selector>;

export const purgePlanRequest = z.strictObject({
  tenantId,
  method: z.enum(purgeMethods, "must be purge or invalidate"),
  selector,
  /** An environment of the zone, by its name or ref; absent: production. */
  environment: plainText(1, 100).optional(),
});
export type PurgePlanRequest = z.infer<typeof purgePlanRequest>;

export const purgeRequest = purgePlanRequest.extend({
  reason: plainText(3, 500).meta({ examples: ["The customer still sees the old invoice"] }),
  /** An id such as ZD-4711, or the address of the ticket. */
  ticket: plainText(0, 300).optional(),
  /** What the tier asks to be typed: the tenant's slug. */
  confirmation: plainText(0, 300).optional(),
  /** The digest of the preview that is confirmed. People send it: what they saw is what is sent. */
  plan: plainText(1, 300).optional(),
  /** Goes past the second person: for those who were given that right, with a longer reason. */
  breakGlass: z.boolean().optional(),
  /** Which page and control prove it; absent: the console chooses, where the policy asks for proof. */
  proof: proofRequest.optional(),
});
export type PurgeRequest = z.infer<typeof purgeRequest>;

/** The Idempotency-Key header: the same key with the same request is one purge. */
export const idempotencyKey = z
  .string("is required: any text that is new for each purge, such as a UUID")
  .min(8, "must have 8 to 200 characters")
  .max(200, "must have 8 to 200 characters")
  .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces")
  .meta({ examples: ["0197f1c2-8c5e-7b1a-9d3e-3f6a2b9c4d5e"] });

export const purgeParams = z.strictObject({ purgeId: id });

export const purgeListQuery = z.strictObject({
  tenant: tenantId.optional(),
  source: z.enum(triggerSources).optional(),
  /** A state, or waiting: not ended; late: not accepted within a minute; open: failed and not closed. */
  status: z.enum([...purgeStatuses, ...purgeStandings]).optional(),
  /** Part of the actor's name. */
  actor: plainText(1, 200).optional(),
  /** A target exactly as sent: a tag, URL, prefix or host. */
  tag: plainText(1, 2500).optional(),
  ticket: plainText(1, 300).optional(),
  /** What it was proven to be; pending: its proof is under way. */
  proof: z.enum(outcomes).optional(),
  from: time.optional(),
  to: time.optional(),
  /** Goes on behind this place, to older purges. */
  cursor: cursor.optional(),
  /** Only purges newer than this place (a purge's cursor): "what is new since I loaded the list". */
  after: cursor.optional(),
  limit,
});
export type PurgeListQuery = z.infer<typeof purgeListQuery>;

const purgeActor = z.strictObject({
  kind: z.enum(actorKinds),
  name: z.string(),
  role: z.enum(roles).nullable(),
});

export const purge = z.strictObject({
  id: z.string(),
  /** This purge's place in the list, for `cursor` and `after`. */
  cursor: z.string(),
  /** The tenant that it concerns; null: none is known, or there are several. */
  tenant: tenantRef.nullable(),
  /** How many tenants it concerns, as far as they are known. */
  tenantCount: z.number(),
  zone: z.strictObject({ id: z.string(), name: z.string() }),
  /** The zone's environment by its ref; null: production. */
  environment: z.string().nullable(),
  /** What the environment is called; its ref when the zone no longer has it. */
  environmentName: z.string().nullable(),
  method: z.enum(purgeMethods),
  /** Exactly what is sent. */
  selector,
  tier: z.string(),
  status: z.enum(purgeStatuses),
  source: z.enum(triggerSources),
  actor: purgeActor,
  /** For whom a service asked for it, in the service's words. */
  onBehalfOf: z.string().nullable(),
  reason: z.string().nullable(),
  ticket: z.string().nullable(),
  ticketUrl: z.string().nullable(),
  traceId: z.string(),
  requestedAt: z.string(),
  /** When it was accepted or given up. */
  finishedAt: z.string().nullable(),
  /** While scheduled: when it goes to the queue. With no attempt yet the grace period's end, else the next try. */
  scheduledFor: z.string().nullable(),
  /** Not accepted a minute after it was requested, and still to be sent. */
  late: z.boolean(),
  /** Whether it can still be cancelled: nothing was sent yet. */
  cancellable: z.boolean(),
  attemptCount: z.number(),
  /** Cloudflare's last answer. code: "200", "429 / 1134", "timeout"... */
  result: z.strictObject({ code: z.string().nullable(), message: z.string() }).nullable(),
  /** What is proven of it; null: nothing was probed for it. */
  proof: proof.nullable(),
  /**
   * When a service told that it had sent this purge itself; null: the console sends it. sentAgain: it had
   * failed, and somebody has had the console send it since.
   */
  reported: z.strictObject({ at: z.string(), by: z.string(), sentAgain: z.boolean() }).nullable(),
  /** Who closed the failure and why. */
  resolution: z.strictObject({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
});
export type Purge = z.infer<typeof purge>;

export const purgeList = z.strictObject({
  items: z.array(purge),
  nextCursor: z.string().nullable(),
  /** How many there are in all; counted for status=open alone, since most lists are too long to be counted. */
  total: z.number().nullable(),
});
export type PurgeList = z.infer<typeof purgeList>;

export const attempt = z.strictObject({
  number: z.number(),
  /** The call to Cloudflare that carried it, and how many purges and targets that call carried in all. */
  callId: z.string(),
  purgesInCall: z.number(),
  targetsInCall: z.number(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** null: under way. */
  outcome: z.enum(attemptOutcomes).nullable(),
  httpStatus: z.number().nullable(),
  errors: z.array(z.strictObject({ code: z.number(), message: z.string() })),
  cfRay: z.string().nullable(),
  durationMs: z.number().nullable(),
  message: z.string().nullable(),
});
export type Attempt = z.infer<typeof attempt>;

/** What a purge that is not sent yet waits for. */
const holdUps = ["grace", "retry", "pause", "breaker", "allowance", "line"] as const;

/** A waiting purge's place in line. */
export const line = z.strictObject({
  /** Purges of the account that go first, at most; aheadIsMore: there are more than that. */
  ahead: z.number(),
  aheadIsMore: z.boolean(),
  holdUp: z.enum(holdUps),
  /** What it waits for, in a sentence. */
  why: z.string(),
  /** About when it is sent, and in how many milliseconds: for a clock that goes differently. */
  expectedAt: z.string(),
  expectedInMs: z.number(),
});
export type Line = z.infer<typeof line>;

const stateChange = z.strictObject({
  at: z.string(),
  /** null: its first state. */
  from: z.enum(purgeStatuses).nullable(),
  to: z.enum(purgeStatuses),
  cause: z.string(),
});

const said = { at: z.string(), by: z.string() };

/** How the second person came into it. */
const secondPerson = z.strictObject({
  /** Whether somebody else agreed, by the state of the approval; null: it did not wait for one. */
  approval: z
    .strictObject({
      state: z.enum(approvalStates),
      /** null: nobody has decided. by: the console itself where it expired or became void. */
      decision: z.strictObject({ ...said, reason: z.string().nullable() }).nullable(),
    })
    .nullable(),
  /** Who sent it past the second person; null: nobody did. review: null until another admin has noted one. */
  passed: z
    .strictObject({ ...said, review: z.strictObject({ ...said, note: z.string() }).nullable() })
    .nullable(),
});
export type SecondPerson = z.infer<typeof secondPerson>;

export const purgeDetail = purge.extend({
  /** Who approved it, or that it went past the second person; null: no second person was asked for. */
  secondPerson: secondPerson.nullable(),
  /** Every tenant that it concerns, by slug. */
  tenants: z.array(tenantRef),
  /** null: it does not wait to be sent. */
  line: line.nullable(),
  /** Every change of its state, oldest first. */
  history: z.array(stateChange),
  attempts: z.array(attempt),
  comparisons: z.array(comparison),
  /** What became of other tenants' pages that were watched around it; null: none were. */
  collateral: collateral.nullable(),
  /** The purge that it repeats, and the one that repeats it: once at most. */
  secondOf: z.string().nullable(),
  second: z.string().nullable(),
  /** Whether a second purge would mend it: the first fill brought the old content back, and there was none yet. */
  repeatable: z.boolean(),
});
export type PurgeDetail = z.infer<typeof purgeDetail>;

/** What can be pasted into a ticket of a purge. */
export const purgeEvidence = z.strictObject({
  /** Plain text for the customer: no tag, no id, no vendor, and only what is proven. */
  customer: z.string(),
  /** Markdown for colleagues: every step, every probe, the verdict and what is missing. */
  markdown: z.string(),
  /** The same as data. */
  data: purgeDetail,
});
export type PurgeEvidence = z.infer<typeof purgeEvidence>;

/** Nothing more is asked for. */
export const secondRequest = z.strictObject({});

export const cancellationRequest = z.strictObject({ reason: plainText(0, 500).optional() });

/** Sends failed purges again. */
export const retryRequest = z.strictObject({ reason: plainText(3, 500) });

/** What came of "retry all". */
export const retryAllResult = z.strictObject({
  retried: z.number(),
  refusedCount: z.number(),
  /** The first of those that may not be sent again, and why. */
  refused: z.array(z.strictObject({ purgeId: z.string(), message: z.string() })),
});
export type RetryAllResult = z.infer<typeof retryAllResult>;

export const resolutionRequest = z.strictObject({ reason: plainText(3, 500) });
