import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { env } from "@/lib/platform/env";
import { endSession, findPracticePerson, sessionLifetimeMs, startSession } from "./sessions";

const practiceProvider = CredentialsProvider({
  id: "practice",
  name: "Practice",
  credentials: { email: { label: "Email", type: "email" } },
  // An error thrown in here would be put into the address bar: unknown people are null.
  authorize: async (credentials) => {
    const person = await findPracticePerson(credentials?.email ?? "");
    return person === null ? null : { id: person.id, email: person.email };
  },
});

/** next-auth's options. The cookie's token carries the session's id and nothing else. */
export function authOptions(): NextAuthOptions {
  return {
    secret: env().nextAuthSecret,
    providers: env().practiceSignIn ? [practiceProvider] : [],
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: sessionLifetimeMs / 1000 },
    callbacks: {
      jwt: async ({ token, user }) =>
        // next-auth types `user` as always there; it is only at sign-in.
        (user as { id: string } | undefined) === undefined
          ? { sid: token["sid"] }
          : { sid: await startSession(user.id) },
      // What GET /api/auth/session tells: nothing that could be stale. /api/v1 reads the database.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token["sid"] === "string") await endSession(token["sid"]);
      },
    },
  };
}
