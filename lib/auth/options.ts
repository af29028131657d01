import type { NextAuthOptions, Profile } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import CredentialsProvider from "next-auth/providers/credentials";
import { now } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import type { OidcSettings } from "@/lib/platform/oidc-settings";
import { signOutOf } from "./end-sessions";
import { meetPerson } from "./meet-person";
import { ownAddress } from "./own-address";
import { findPracticePerson } from "./practice-people";
import { type Claims, readAuthenticatedAt } from "./read-roles";
import { recordRefusal, whyNotIn } from "./refuse-sign-in";
import { authCookies } from "./session-cookies";
import { sessionLifetimeMs } from "./session-limits";
import { startSession } from "./start-session";

/** How long the identity provider gets for each answer, in milliseconds. */
const providerLimitMs = 10_000;

/** One request to next-auth: what it may need to know, and what came of it. */
export interface Attempt {
  requestId: string;
  userAgent: string | null;
  /** The session that the browser has. */
  sessionId: string | null;
  /** Whoever was let in. */
  personId: string | null;
  /** When they showed who they are; null: that is not known. */
  authenticatedAt: Date | null;
  /** The identity provider vouched for somebody who may not do anything here. */
  refused: boolean;
  /** What went wrong with the console itself; next-auth would say that all is well, or tell strangers. */
  failure: unknown;
}

/** Keeps in mind what next-auth would swallow. */
function noting<A extends unknown[], R>(attempt: Attempt, work: (...given: A) => Promise<R>) {
  return async (...given: A): Promise<R> => {
    try {
      return await work(...given);
    } catch (error) {
      attempt.failure = error;
      throw error;
    }
  };
}

function practiceProvider(attempt: Attempt) {
  return CredentialsProvider({
    id: "practice",
    name: "Practice",
    credentials: { email: { label: "Email", type: "email" } },
    // An error thrown in here would be put into the address bar: unknown people are null.
    authorize: noting(attempt, async (credentials?: { email: string }) => {
      const email = credentials?.email ?? "";
      const person = await findPracticePerson(email);
      const why = whyNotIn(person);
      if (person === null || why !== null) {
        await recordRefusal(email, person, why ?? "unknown", attempt.requestId);
        return null;
      }
      attempt.personId = person.id;
      attempt.authenticatedAt = now();
      return { id: person.id, email: person.email };
    }),
  });
}

function oidcProvider(settings: OidcSettings): OAuthConfig<Profile> {
  const { issuer, clientId, clientSecret, name, scope } = settings;
  return {
    ...{ id: "oidc", type: "oauth", name, issuer, clientId, clientSecret },
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    authorization: { params: { scope } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: providerLimitMs },
    userinfo: {
      // Addresses and groups often are in the answer to this question alone. What the signed token says wins, and
      // the client compares the subjects of both.
      request: async ({ client, tokens }) => {
        const claims = new Map(Object.entries(client.issuer.metadata)).get("userinfo_endpoint");
        const told = claims === undefined ? {} : await client.userinfo(tokens as never);
        const id = (tokens as unknown as { claims: () => Claims }).claims();
        return { ...told, ...id };
      },
    },
    // next-auth's user is of no use here: meetPerson finds ours.
    profile: (profile) => ({ id: profile.sub ?? "" }),
  };
}

/** Lets in whom the identity provider vouches for, or sends them to the screen that says why not. */
async function enter(attempt: Attempt, claims: Claims, settings: OidcSettings) {
  const person = await meetPerson(claims, settings, attempt.requestId);
  const why = whyNotIn(person);
  if (why !== null) {
    await recordRefusal(person.email, person, why, attempt.requestId);
    attempt.refused = true;
    return `/no-access?reference=${attempt.requestId}`;
  }
  attempt.personId = person.id;
  attempt.authenticatedAt = readAuthenticatedAt(claims, now());
  return true;
}

/** next-auth's options for one request. The cookie's token carries the session's id and nothing else. */
export function authOptions(attempt: Attempt): NextAuthOptions {
  const { nextAuthSecret, practiceSignIn, oidc } = env();
  const { requestId, userAgent, sessionId } = attempt;
  const warn = (code: string, more?: unknown) =>
    log().warn({ requestId, code, err: more }, "sign-in");
  return {
    secret: nextAuthSecret,
    providers: [
      ...(practiceSignIn ? [practiceProvider(attempt)] : []),
      ...(oidc === null ? [] : [oidcProvider(oidc)]),
    ],
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: sessionLifetimeMs / 1000 },
    cookies: authCookies(),
    // Its own logger prints whole answers of the provider.
    logger: { error: warn, warn, debug: () => undefined },
    callbacks: {
      signIn: noting(attempt, async ({ account, profile }) =>
        account?.provider === "oidc" && oidc !== null
          ? enter(attempt, (profile ?? {}) as Claims, oidc)
          : attempt.personId !== null,
      ),
      redirect: ({ url, baseUrl }) => ownAddress(url, baseUrl),
      jwt: noting(attempt, async ({ token }) => {
        const { personId, authenticatedAt } = attempt;
        if (personId === null) return { sid: token["sid"] };
        const replaces = sessionId;
        return {
          sid: await startSession({ personId, requestId, authenticatedAt, userAgent, replaces }),
        };
      }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: noting(attempt, async ({ token }) => {
        // next-auth types it as always there; without a session it is null.
        const sid = (token as typeof token | null)?.["sid"];
        if (typeof sid === "string") await signOutOf(sid, requestId);
      }),
    },
  };
}
