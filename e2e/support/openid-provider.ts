import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Configuration } from "oidc-provider";

/** What the provider says of a person, by the name that is typed into its form. */
export type People = Record<string, Record<string, unknown>>;

export const client = { id: "purge-console", secret: "a-secret-of-the-client" };

export interface OpenIdProvider {
  issuer: string;
  /** Who there is; may be changed while it runs. */
  people: People;
  /** What the console has asked of people: the query of each question. */
  asked: URLSearchParams[];
  close: () => Promise<void>;
}

function configuration(consoleUrl: string, people: People): Configuration {
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${consoleUrl}/api/auth/callback/oidc`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ["only for tests"] },
    scopes: ["openid", "email", "profile"],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...people[sub] }),
    }),
    // Its own plain forms: a name and any password, then leave to tell the console.
    features: { devInteractions: { enabled: true } },
  };
}

/** Starts a real OpenID provider (https://www.npmjs.com/package/oidc-provider) on this machine. */
export async function startOpenIdProvider(
  consoleUrl: string,
  people: People,
): Promise<OpenIdProvider> {
  // The port is known before the provider is, whose address has it.
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, configuration(consoleUrl, people));
  const asked: URLSearchParams[] = [];
  const answer = provider.callback();
  server.on("request", (request, response) => {
    const url = new URL(request.url ?? "/", issuer);
    if (url.pathname === "/auth") asked.push(url.searchParams);
    void answer(request, response);
  });
  return {
    issuer,
    people,
    asked,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
