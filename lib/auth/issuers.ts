import { env } from "@/lib/platform/env";

/** The issuer of the practice people: this console itself. */
export const practiceIssuer = "practice";

/** The issuers by whose word people may sign in, by the settings in force. */
export function issuersInForce(): string[] {
  const { practiceSignIn, oidc } = env();
  return [...(practiceSignIn ? [practiceIssuer] : []), ...(oidc === null ? [] : [oidc.issuer])];
}

/** Whether people of an issuer may sign in: a session does not outlive the setting that it began by. */
export function maySignInWith(issuer: string): boolean {
  return issuersInForce().includes(issuer);
}
