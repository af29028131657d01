import { randomBytes } from "node:crypto";
import * as z from "zod";
import { EnvError, readEnv, useEnv } from "./env";

/** What a probe agent is told at its start. */
export interface AgentSettings {
  consoleUrl: string;
  token: string;
  place: string;
  /** Where this agent connects instead of where the console would; null: as the console says. */
  edge: { scheme: "http" | "https"; address: string } | null;
}

const variables = z.object({
  CONSOLE_URL: z.url({ protocol: /^https?$/ }),
  PROBE_AGENT_TOKEN: z.string().regex(/^pct_[\x21-\x7e]+$/),
  PROBE_AGENT_PLACE: z.string().trim().min(1).max(60),
  PROBE_AGENT_EDGE: z
    .url({ protocol: /^https?$/ })
    .optional()
    .or(z.literal("").transform(() => undefined)),
});

const expected: Record<keyof z.infer<typeof variables>, string> = {
  CONSOLE_URL: "the console's http or https address",
  PROBE_AGENT_TOKEN: 'a service token with the verb "probe"',
  PROBE_AGENT_PLACE: "where this agent is, in 1 to 60 characters, such as Frankfurt office",
  PROBE_AGENT_EDGE: "an http or https address of an edge, such as http://127.0.0.1:8788",
};

function edgeOf(text: string | undefined): AgentSettings["edge"] {
  if (text === undefined) return null;
  const url = new URL(text);
  const scheme = url.protocol === "https:" ? ("https" as const) : ("http" as const);
  const port = url.port === "" ? (scheme === "https" ? "443" : "80") : url.port;
  return { scheme, address: `${url.hostname}:${port}` };
}

/**
 * Reads and checks an agent's settings, and makes them the process's: of the console's own it has those that
 * probes go by (PROBE_PRIVATE_EDGES, PROBE_DNS_SERVERS, PROBE_SECRET_...), its own and not the console's.
 *
 * @throws EnvError naming each wrong or missing variable and what is expected
 */
export function readAgentEnv(source: Record<string, string | undefined>): AgentSettings {
  const parsed = variables.safeParse(source);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
    throw new EnvError(
      names
        .map((name) => `${name}: expected ${expected[name as keyof typeof expected]}`)
        .join("\n"),
    );
  }
  // It has no sessions to sign and no folder of data.
  useEnv(readEnv({ ...source, NEXTAUTH_SECRET: randomBytes(24).toString("hex") }));
  const { CONSOLE_URL, PROBE_AGENT_TOKEN, PROBE_AGENT_PLACE, PROBE_AGENT_EDGE } = parsed.data;
  return {
    consoleUrl: CONSOLE_URL.replace(/\/+$/, ""),
    token: PROBE_AGENT_TOKEN,
    place: PROBE_AGENT_PLACE,
    edge: edgeOf(PROBE_AGENT_EDGE),
  };
}
