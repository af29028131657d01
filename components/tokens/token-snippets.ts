import type { MadeToken } from "@/lib/schemas/tokens";

/** What stands for a zone's id where the token is for all of them. */
const anyZone = "ZONE_ID";

function example({ token }: MadeToken): { zone: string; body: Record<string, unknown> } {
  const zone = token.zones[0]?.id ?? anyZone;
  const tenant = token.tenants[0] ?? "42";
  const [kind] = token.selectorKinds;
  const bodies = {
    tags: { tags: [`tenant:${tenant}`] },
    files: { files: ["https://acme.example.com/billing"] },
    prefixes: { prefixes: ["acme.example.com/billing/"] },
    hosts: { hosts: ["acme.example.com"] },
    everything: { purge_everything: true },
  };
  return { zone, body: bodies[kind ?? "tags"] };
}

/** Whether the snippets leave the zone's id to the reader. */
export function leavesZone(made: MadeToken): boolean {
  return made.token.zones.length === 0;
}

/** The first report, as docs/reporting.md has it: any event id that is new, and now. */
function reportLine(made: MadeToken, origin: string): string {
  const zone = made.token.zones[0]?.name ?? anyZone;
  const { purge_everything, ...selector } = example(made).body;
  const event = {
    eventId: "first-'$(date +%s)'",
    at: "'$(date -u +%Y-%m-%dT%H:%M:%SZ)'",
    zone,
    selector: purge_everything === true ? { everything: true } : selector,
    result: { status: "accepted", httpStatus: 200 },
  };
  return [
    `curl "${origin}/api/v1/purge-events"`,
    `-H "Authorization: Bearer ${made.secret}"`,
    '-H "Content-Type: application/json"',
    `-d '${JSON.stringify(event)}'`,
  ].join(" \\\n  ");
}

/** Whether it tells of purges and sends none: it needs no client of Cloudflare's. */
export function onlyReports({ token: { verbs } }: MadeToken): boolean {
  return verbs.includes("report") && !verbs.includes("purge");
}

/** Whether it is an agent's alone: no client of Cloudflare's has a use for it. */
export function onlyProbes({ token: { verbs } }: MadeToken): boolean {
  return verbs.every((verb) => verb === "probe");
}

/** What starts an agent with it, as docs/probe-agent.md has it. */
export function agentLine({ secret }: MadeToken, origin: string): string {
  return [
    `CONSOLE_URL=${origin}`,
    `PROBE_AGENT_TOKEN=${secret}`,
    'PROBE_AGENT_PLACE="where it is"',
    "npm run probe-agent",
  ].join(" \\\n");
}

/** A line for a shell: the first purge, the first report, or else whether the token works. */
export function curlLine(made: MadeToken, origin: string): string {
  const api = `${origin}/client/v4`;
  const bearer = `-H "Authorization: Bearer ${made.secret}"`;
  if (onlyReports(made)) return reportLine(made, origin);
  if (!made.token.verbs.includes("purge"))
    return `curl "${api}/user/tokens/verify" \\\n  ${bearer}`;
  const { zone, body } = example(made);
  return `curl "${api}/zones/${zone}/purge_cache" \\\n  ${bearer} \\\n  -d '${JSON.stringify(body)}'`;
}

/** The same with Cloudflare's own client: its base URL and the token are all that is new. */
export function sdkSnippet(made: MadeToken, origin: string): string {
  const { zone, body } = example(made);
  const [[field, value] = ["tags", []]] = Object.entries(body);
  const call = made.token.verbs.includes("purge")
    ? `await client.cache.purge({ zone_id: "${zone}", ${field}: ${JSON.stringify(value)} });`
    : "await client.user.tokens.verify();";
  return [
    'import Cloudflare from "cloudflare";',
    "",
    "const client = new Cloudflare({",
    `  baseURL: "${origin}/client/v4",`,
    `  apiToken: "${made.secret}",`,
    "});",
    call,
  ].join("\n");
}
