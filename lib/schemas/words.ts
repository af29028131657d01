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
  "verified",
  "refilled",
  "unchanged",
  "old_content",
  "not_purged",
  "too_broad",
  "wide",
  "not_cached",
  "superseded",
  "not_comparable",
] as const;
export type VerdictCode = (typeof verdictCodes)[number];

/** What a proof comes to. pending: not yet. */
export const outcomes = [
  "pending",
  "verified",
  "not_verified",
  "superseded",
  "cannot_tell",
] as const;
export type ProofOutcome = (typeof outcomes)[number];

/** What each verdict comes to, where its evidence does not say otherwise. */
export const proofOutcomes: Record<VerdictCode, ProofOutcome> = {
  pending: "pending",
  isolated: "verified",
  verified: "verified",
  refilled: "verified",
  unchanged: "cannot_tell",
  old_content: "not_verified",
  not_purged: "not_verified",
  too_broad: "verified",
  wide: "verified",
  not_cached: "not_verified",
  superseded: "superseded",
  not_comparable: "cannot_tell",
};

/** How sure a verdict is. strong: two signs agree in more than one answer. */
export const confidences = ["none", "fair", "strong"] as const;
export type Confidence = (typeof confidences)[number];

/** Why a page shows old content, or does not. docs/why-stale.md has each with what it rests on. */
export const staleCauses = [
  "not_cached",
  "not_stale",
  "not_purged",
  "purge_failed",
  "before_commit",
  "tag_missing",
  "other_variant",
  "refilled",
  "under_way",
  "not_carried_out",
  "origin_failing",
  "cannot_tell",
] as const;
export type StaleCause = (typeof staleCauses)[number];

/**
 * What a service token may do: have content removed, read what became of it, report purges that the service
 * sent itself, tell of writes, keep the directory up to date, probe pages for the console.
 */
export const tokenVerbs = ["purge", "read", "report", "write", "sync", "probe"] as const;
export type TokenVerb = (typeof tokenVerbs)[number];

/** How far a write on a tenant has come. */
export const writePhases = ["began", "committed", "failed"] as const;
export type WritePhase = (typeof writePhases)[number];

/** Cloudflare counts purges by URL apart from all others. */
export const allowanceKinds = ["requests", "files"] as const;
export type AllowanceKind = (typeof allowanceKinds)[number];

export const plans = ["free", "pro", "business", "enterprise"] as const;

/**
 * pending: waits for a second person. expired: nobody decided in time. voided: what it would purge, a role or the
 * policy changed, so it has to be asked for anew. cancelled: taken back before anybody decided.
 */
export const approvalStates = [
  "pending",
  "approved",
  "denied",
  "expired",
  "voided",
  "cancelled",
] as const;
export type ApprovalState = (typeof approvalStates)[number];
