import type { Role } from "./words";

/** What a role may do. The server refuses by this table and the screens explain by it. */
export const permissions = {
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
  "audit.read": ["engineer", "auditor", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** Whether a role has a permission. */
export function can(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role);
}

/** The roles that have a permission, for "who can do this". */
export function rolesWith(permission: Permission): readonly Role[] {
  return permissions[permission];
}
