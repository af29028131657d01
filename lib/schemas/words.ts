// The closed lists of the domain, in the words that the screens and the API use. No zod in here: the
// browser loads this file.

export const roles = ["support", "engineer", "auditor", "admin"] as const;
export type Role = (typeof roles)[number];

export const triggerSources = [
  "manual",
  "app",
  "job",
  "webhook",
  "deploy",
  "import",
  "api",
] as const;
export type TriggerSource = (typeof triggerSources)[number];

export const purgeStatuses = [
  "awaiting_approval",
  "scheduled",
  "queued",
  "sending",
  "accepted",
  "failed",
  "cancelled",
] as const;
export type PurgeStatus = (typeof purgeStatuses)[number];

/** How purges stand where one state does not say it; lists can be narrowed to them as to a state. */
export const purgeStandings = ["waiting", "late", "open"] as const;
export type PurgeStanding = (typeof purgeStandings)[number];

export const purgeMethods = ["purge", "invalidate"] as const;
export type PurgeMethod = (typeof purgeMethods)[number];

export const selectorKinds = ["tags", "files", "prefixes", "hosts", "everything"] as const;
export type SelectorKind = (typeof selectorKinds)[number];

export const scopeClasses = ["tenant", "object", "shared", "unknown"] as const;
export type ScopeClass = (typeof scopeClasses)[number];

export const attemptOutcomes = ["accepted", "transient", "permanent", "unknown"] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

export const actorKinds = ["person", "token", "system", "service"] as const;
export type ActorKind = (typeof actorKinds)[number];

export const verdictCodes = [
  "pending",
  "isolated",
  "not_purged",
  "too_broad",
  "not_cached",
  "refilled",
  "not_comparable",
] as const;
export type VerdictCode = (typeof verdictCodes)[number];

/**
 * What a service token may do: have content removed, read what became of it, report purges that the service
 * sent itself, tell of writes, keep the directory up to date.
 */
export const tokenVerbs = ["purge", "read", "report", "write", "sync"] as const;
export type TokenVerb = (typeof tokenVerbs)[number];

/** How far a write on a tenant has come. */
export const writePhases = ["began", "committed", "failed"] as const;
export type WritePhase = (typeof writePhases)[number];

/** Cloudflare counts purges by URL apart from all others. */
export const allowanceKinds = ["requests", "files"] as const;
export type AllowanceKind = (typeof allowanceKinds)[number];

export const plans = ["free", "pro", "business", "enterprise"] as const;
