import type { Caller } from "./actor";
import { type Role, type TokenVerb, tokenVerbs } from "./words";

/** What a role may do. The server refuses by this table and the screens explain by it. */
export const permissions = {
  "contract.read": ["support", "engineer", "auditor", "admin"],
  "tenant.read": ["support", "engineer", "auditor", "admin"],
  "purge.read": ["support", "engineer", "auditor", "admin"],
  "purge.object": ["support", "engineer", "admin"],
  "purge.tenant": ["support", "engineer", "admin"],
  "purge.section": ["engineer", "admin"],
  "purge.shared": ["engineer", "admin"],
  "purge.everything": ["admin"],
  "purge.resolve": ["support", "engineer", "admin"],
  "comparison.read": ["support", "engineer", "auditor", "admin"],
  "comparison.run": ["support", "engineer", "admin"],
  "canary.read": ["support", "engineer", "auditor", "admin"],
  "canary.run": ["engineer", "admin"],
  "diagnosis.read": ["support", "engineer", "auditor", "admin"],
  // Not an auditor: asking sends requests, which fill caches, and leaves entries in the record.
  "diagnosis.run": ["support", "engineer", "admin"],
  "directory.read": ["support", "engineer", "auditor", "admin"],
  "directory.write": ["engineer", "admin"],
  // By it a purge that takes a second person becomes one that takes none: as grave as a change of the policy.
  "directory.loosen": ["admin"],
  "audit.read": ["engineer", "auditor", "admin"],
  "retention.read": ["engineer", "auditor", "admin"],
  "audit.verify": ["auditor", "admin"],
  "desk.read": ["auditor", "admin"],
  // Not an admin: whoever decides and sets up does not sign off on it.
  "desk.sign": ["auditor"],
  "reconciliation.run": ["auditor", "admin"],
  "token.manage": ["admin"],
  "policy.read": ["support", "engineer", "auditor", "admin"],
  "policy.change": ["admin"],
  "approval.read": ["support", "engineer", "auditor", "admin"],
  "approval.decide": ["engineer", "admin"],
  "break_glass.grant": ["admin"],
  "break_glass.review": ["admin"],
  "people.manage": ["admin"],
  // Everybody's own.
  "session.own": ["support", "engineer", "auditor", "admin"],
  // For services alone.
  "purge.report": [],
  "write.report": [],
  "probe.take": [],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** What each verb of a service token permits; nothing else is open to one. */
const tokenPermissions: Record<TokenVerb, readonly Permission[]> = {
  purge: [
    "contract.read",
    "purge.object",
    "purge.tenant",
    "purge.section",
    "purge.shared",
    "purge.everything",
  ],
  read: ["contract.read", "tenant.read", "purge.read"],
  report: ["contract.read", "purge.report"],
  write: ["contract.read", "write.report"],
  sync: ["contract.read", "directory.write", "directory.loosen"],
  probe: ["contract.read", "probe.take"],
};

/** Whether a role has a permission. */
export function can(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role);
}

/** The roles that have a permission, for "who can do this". */
export function rolesWith(permission: Permission): readonly Role[] {
  return permissions[permission];
}

/** The verbs of a service token that permit something. */
export function verbsWith(permission: Permission): TokenVerb[] {
  return tokenVerbs.filter((verb) => tokenPermissions[verb].includes(permission));
}

/** Whether a caller may: a person by role, a service by its token's verbs. */
export function may(caller: Caller, permission: Permission): boolean {
  if (caller.kind === "person") return can(caller.role, permission);
  return caller.reach.verbs.some((verb) => tokenPermissions[verb].includes(permission));
}
