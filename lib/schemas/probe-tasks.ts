import * as z from "zod";
import { leaveOutRule, pageVariant, probeHeader } from "./page-setup";
import { id, plainText } from "./text";

/** The longest that a claim waits for work, in seconds. */
export const longestWaitSeconds = 20;
/** How many tasks one claim answers at most. */
export const mostTasks = 10;

export const taskClaim = z.strictObject({
  /** Where the agent is, in its operator's words. */
  place: plainText(1, 60).meta({ examples: ["Frankfurt office"] }),
  /** How long to wait for work, in seconds; 0: not at all. */
  waitSeconds: z
    .int("must be a whole number of seconds")
    .min(0, `must be 0 to ${longestWaitSeconds} seconds`)
    .max(longestWaitSeconds, `must be 0 to ${longestWaitSeconds} seconds`)
    .default(0),
  /** Whether the agent can ask for a page's variants. One that does not say so is given default ones alone. */
  variants: z.boolean("must be true or false").default(false),
});
export type TaskClaim = z.output<typeof taskClaim>;

/** What an agent is asked to probe: everything comes from the tenant's record. */
export const probeTask = z.strictObject({
  id,
  host: z.string(),
  /** Path and query. */
  path: z.string(),
  /** Where to connect instead of resolving the host; null: resolve it, https. */
  edge: z.strictObject({ scheme: z.enum(["http", "https"]), address: z.string() }).nullable(),
  /** Which of the page's variants to ask for; absent: the default one. */
  variant: pageVariant.optional(),
  /** What the fingerprint leaves out, as the page's set-up has it. */
  leaveOut: z.array(leaveOutRule),
  /** A header and the secret of the agent's own environment that it has. Secrets never travel. */
  probeHeader: probeHeader.nullable(),
});
export type ProbeTask = z.infer<typeof probeTask>;

export const claimedTasks = z.strictObject({
  /** The console's clock when it answered: what the agent tells its times by. */
  at: z.string(),
  tasks: z.array(probeTask),
});
export type ClaimedTasks = z.infer<typeof claimedTasks>;

export const taskParams = z.strictObject({ taskId: id });

const text = z.string().max(300).nullable();
const count = z.int().min(0).max(2_000_000_000).nullable();

/** What came back, as the agent saw it. null: the answer did not have it. */
export const taskAnswer = z.strictObject({
  /** When it was sent, by the console's clock. */
  startedAt: z.iso.datetime({ offset: true, error: "must be a time such as 2026-03-01T12:00:00Z" }),
  httpStatus: z
    .int()
    .min(100)
    .max(599)
    .meta({ examples: [200] })
    .nullable(),
  httpVersion: text,
  cacheStatus: text,
  age: count,
  colo: z
    .string()
    .regex(/^[A-Z]{3,5}$/, "must be a data centre such as FRA")
    .meta({ examples: ["FRA"] })
    .nullable(),
  cfRay: text,
  dnsMs: count,
  connectMs: count,
  tlsMs: count,
  ttfbMs: count,
  totalMs: count,
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{16}$/, "must be 16 hexadecimal characters")
    .meta({ examples: ["9f86d081884c7d65"] })
    .nullable(),
  bytes: count,
  contentType: text,
  contentEncoding: text,
  cacheControl: text,
  etag: text,
  lastModified: text,
  vary: text,
  setsCookie: z.boolean().nullable(),
  language: text,
  edgeDate: z.iso.datetime({ offset: true, error: "must be a time" }).nullable(),
  error: text,
});
export type TaskAnswer = z.infer<typeof taskAnswer>;
/** What an agent sends of what it saw: what only the console reads does not travel. */
export const answerToSend = taskAnswer.strip();

export const takenAnswer = z.strictObject({ taken: z.literal(true) });

/** A probe agent, and when it last asked for work. */
export const probeAgent = z.strictObject({
  tokenId: z.string(),
  /** The name of its token: revoking the token ends it. */
  name: z.string(),
  place: z.string(),
  lastSeenAt: z.string(),
  /** active: it is asked. silent: it has not asked for work lately. ended: its token is revoked or has expired. */
  state: z.enum(["active", "silent", "ended"]),
  /** Data centres that its answers came from, the newest first. */
  colos: z.array(z.string()),
  /** Whether it probes the variants of pages, or the default one alone. */
  variants: z.boolean(),
});
export type ProbeAgent = z.infer<typeof probeAgent>;

export const probeAgentList = z.strictObject({ items: z.array(probeAgent) });
export type ProbeAgentList = z.infer<typeof probeAgentList>;
