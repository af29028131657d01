import type { OidcSettings } from "@/lib/platform/oidc-settings";
import type { Role } from "@/lib/schemas/words";

/** What the identity provider says of a person. */
export type Claims = Record<string, unknown>;

/** Who is in several groups has the role of the first in this order. */
const widestFirst: readonly Role[] = ["admin", "engineer", "support", "auditor"];

/** A claim by its name ("groups", "https://example.com/roles"), or else by its path ("realm_access.roles"). */
function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split(".").reduce<unknown>((within, part) => {
    const isObject = typeof within === "object" && within !== null;
    return isObject && Object.hasOwn(within, part) ? (within as Claims)[part] : undefined;
  }, claims);
}

/**
 * The role that the identity provider gives.
 *
 * @returns null: none; undefined: it is not asked, and admins give roles here
 */
export function readRole(
  claims: Claims,
  { roleClaim, roleMap }: Pick<OidcSettings, "roleClaim" | "roleMap">,
): Role | null | undefined {
  if (roleClaim === null) return undefined;
  const values = [claimOf(claims, roleClaim)].flat();
  const gives = (role: Role) =>
    roleMap.length === 0
      ? values.includes(role)
      : roleMap.some((rule) => rule.role === role && values.includes(rule.value));
  return widestFirst.find(gives) ?? null;
}

/**
 * How a person is called: by the address, where somebody vouches for it; anybody could claim one that nobody has
 * verified, and would stand in the record under it.
 */
export function readName(
  claims: Claims,
  { issuer, trustEmail }: Pick<OidcSettings, "issuer" | "trustEmail">,
): { name: string; verified: boolean } {
  const { email, email_verified: verified, sub } = claims;
  const isVerified = verified === true || verified === "true" || (trustEmail && verified !== false);
  if (typeof email === "string" && /^\S{1,254}@\S{1,254}$/.test(email) && isVerified)
    return { name: email.toLowerCase(), verified: true };
  return { name: `${String(sub)} (${new URL(issuer).host})`.slice(0, 320), verified: false };
}

/** When the person showed who they are; null: the provider does not say. Never in the future. */
export function readAuthenticatedAt(claims: Claims, at: Date): Date | null {
  const seconds = claims["auth_time"];
  if (typeof seconds !== "number" || !Number.isFinite(seconds) || seconds <= 0) return null;
  return new Date(Math.min(seconds * 1000, at.getTime()));
}
