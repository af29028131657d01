// The first purge through the console, with Cloudflare's own client (npm install cloudflare). Set CONSOLE
// (https://purge.example.com), TOKEN (a service token) and ZONE (the zone's name), then:
// npx tsx first-purge.ts tenant:42
import { randomUUID } from "node:crypto";
import Cloudflare from "cloudflare";

const { CONSOLE = "", TOKEN = "", ZONE = "" } = process.env;

const client = new Cloudflare({ baseURL: `${CONSOLE}/client/v4`, apiToken: TOKEN });

const { status } = await client.user.tokens.verify();
console.log(`The token is ${status}.`);

const { result: zones } = await client.zones.list({ name: ZONE });
const zone = zones[0];
if (zone === undefined) throw new Error(`There is no zone ${ZONE}, or the token is not for it.`);

// The client tries again by itself: with a key all tries are one purge.
const headers = { "Idempotency-Key": randomUUID(), "X-Purge-Reason": "the first purge" };
const tags = [process.argv[2] ?? "tenant:42"];
const { data, response } = await client.cache
  .purge({ zone_id: zone.id, tags }, { headers })
  .withResponse();
if (data === null) throw new Error("Cloudflare answered without success.");
console.log(`Status ${response.status}.`);
console.log(`${CONSOLE}/purges/${response.headers.get("purge-console-purge-id")}`);
