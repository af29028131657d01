import * as z from "zod";
import { type Role, roles } from "@/lib/schemas/words";

/** A role and a value of the claim that gives it. */
export interface RoleRule {
  role: Role;
  value: string;
}

export interface OidcSettings {
  /** The provider's address, without a slash at its end and without what discovery adds. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the sign-in page calls it. */
  name: string;
  scope: string;
  /** The claim that tells roles; null: admins give them on the people screen. */
  roleClaim: string | null;
  /** Which values give which role; empty: the values are the roles' own names. */
  roleMap: RoleRule[];
  /** Whether addresses count as verified where the provider does not say so. */
  trustEmail: boolean;
  /** Who becomes an admin while there is none: a verified address, or what the provider calls the subject. */
  firstAdmin: string | null;
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** What is sent over plain http is read and changed on its way; on this machine there is no way. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  const safe = protocol === "https:" || (protocol === "http:" && loopback.test(hostname));
  return safe && search === "" && hash === "";
}

/** "admin=purge-admins; support=desk; support=CN=agents,DC=example": the role first, then any text. */
function readRoleMap(text: string): RoleRule[] | null {
  const rules = text
    .split(";")
    .map((rule) => rule.trim())
    .filter(Boolean)
    .map((rule) => {
      const at = rule.indexOf("=");
      return { role: rule.slice(0, at).trim(), value: rule.slice(at + 1).trim() };
    });
  const areSound = rules.every(
    ({ role, value }) => (roles as readonly string[]).includes(role) && value !== "",
  );
  return areSound ? (rules as RoleRule[]) : null;
}

const text = z.string().regex(/^[^\r\n]+$/);

/** The variables of single sign-on, each as it is written. */
export const oidcVariables = {
  OIDC_ISSUER: z.string().refine(isIssuer),
  OIDC_CLIENT_ID: text,
  OIDC_CLIENT_SECRET: z.string().regex(/^[\x21-\x7e]+$/),
  OIDC_NAME: text.max(60),
  OIDC_SCOPE: z.string().regex(/^openid( [\x21-\x7e]+)*$/),
  OIDC_ROLE_CLAIM: text,
  OIDC_ROLE_MAP: z.string().refine((map) => readRoleMap(map) !== null),
  OIDC_TRUST_EMAIL: z.enum(["on", "off"]),
  OIDC_FIRST_ADMIN: text,
};

export const oidcExpected: Record<keyof typeof oidcVariables, string> = {
  OIDC_ISSUER: "the provider's https address, without /.well-known",
  OIDC_CLIENT_ID: "the id that the provider gave the console",
  OIDC_CLIENT_SECRET: "the secret that the provider gave the console, without spaces",
  OIDC_NAME: "what the sign-in page calls the provider, at most 60 characters",
  OIDC_SCOPE: "scopes separated by spaces, openid first",
  OIDC_ROLE_CLAIM: "the name of a claim, such as groups or realm_access.roles",
  OIDC_ROLE_MAP: `role=value rules separated by semicolons, such as admin=purge-admins; the roles are ${roles.join(", ")}`,
  OIDC_TRUST_EMAIL: "on or off",
  OIDC_FIRST_ADMIN: "an address, or what the provider calls the subject",
};

type Given = { [Name in keyof typeof oidcVariables]?: string | undefined };

/**
 * The settings of single sign-on; null when there is none.
 *
 * @returns the name of a variable that is missing, where one is
 */
export function readOidcSettings(given: Given): OidcSettings | null | { missing: string } {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = given;
  if (Object.keys(oidcVariables).every((name) => given[name as keyof Given] === undefined))
    return null;
  if (issuer === undefined) return { missing: "OIDC_ISSUER" };
  if (clientId === undefined) return { missing: "OIDC_CLIENT_ID" };
  if (clientSecret === undefined) return { missing: "OIDC_CLIENT_SECRET" };
  const roleMap = readRoleMap(given.OIDC_ROLE_MAP ?? "") ?? [];
  if (roleMap.length > 0 && given.OIDC_ROLE_CLAIM === undefined)
    return { missing: "OIDC_ROLE_CLAIM" };
  return {
    // Written with or without a slash at its end, it is the same one, and so are its people.
    issuer: issuer.replace(/\/+$/, ""),
    clientId,
    clientSecret,
    name: given.OIDC_NAME ?? new URL(issuer).host,
    scope: given.OIDC_SCOPE ?? "openid email profile",
    roleClaim: given.OIDC_ROLE_CLAIM ?? null,
    roleMap,
    trustEmail: given.OIDC_TRUST_EMAIL === "on",
    firstAdmin: given.OIDC_FIRST_ADMIN ?? null,
  };
}
