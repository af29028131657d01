// npm run bench:latency: from the commit of a person's purge to its first byte at Cloudflare's door, against
// a direct call of the official client in the same process and run.
import { BaseCache } from "cloudflare/resources/cache/cache";
import { createClient } from "cloudflare/tree-shakable";
import { startSender } from "@/lib/domain/sending/start-sender";
import { startCdnServer } from "@/prisma/testing/cdn-server";
import { machine, percentile, queueOne, setUp } from "./set-up";

const rounds = 200;
const clock = () => performance.timeOrigin + performance.now();

const cdn = await startCdnServer();
process.env["CLOUDFLARE_API_BASE_URL"] = cdn.url;
const { close } = await setUp({ requestsPerSecond: 1_000, requestBucket: 10_000 });
const sender = await startSender();
const client = createClient({
  resources: [BaseCache],
  apiToken: "a-token-for-benchmarks",
  baseURL: cdn.url,
  maxRetries: 0,
  logLevel: "off",
});

async function arrival(tag: string): Promise<number> {
  for (;;) {
    const call = cdn.calls.find(({ targets }) => targets.includes(tag));
    if (call !== undefined) return call.at;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function measure(prefix: string, act: (tag: string) => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let round = -20; round < rounds; round += 1) {
    const tag = `${prefix}:${round}`;
    const from = await act(tag);
    const took = (await arrival(tag)) - from;
    // The first ones warm up code and connections.
    if (round >= 0) times.push(took);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return times;
}

const direct = await measure("direct", async (tag) => {
  const from = clock();
  await client.cache.purge({ zone_id: "0123456789abcdef0123456789abcdef", tags: [tag] });
  return from;
});
const queued = await measure("queued", async (tag) => {
  await queueOne(tag);
  return clock();
});

console.log(machine());
console.table(
  Object.entries({ "direct call": direct, "commit to first byte": queued }).map(
    ([what, times]) => ({
      what,
      "p50 ms": percentile(times, 0.5).toFixed(1),
      "p95 ms": percentile(times, 0.95).toFixed(1),
      ratio: (percentile(times, 0.5) / percentile(direct, 0.5)).toFixed(1),
    }),
  ),
);
await sender.stop();
await cdn.close();
await close();
process.exit(0);
