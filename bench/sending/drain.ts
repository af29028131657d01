// npm run bench:drain: 100,000 purges of one tag each over 2,000 tags, and over 100,000 tags, with an
// Enterprise account's allowance that is enforced over sockets, by 1 and 3 processes.
import { startCdnServer } from "@/prisma/testing/cdn-server";
import { startSenderProcess } from "@/prisma/testing/start-sender-process";
import { machine, queue, secondsUntil, setUp } from "./set-up";

const count = Number(process.argv[2] ?? 100_000);
const bucket = { size: 500, perSecond: 50 };
const rows: Record<string, string | number>[] = [];

for (const tags of [2_000, count]) {
  for (const processes of [1, 3]) {
    const { databaseUrl, prisma, close } = await setUp();
    await queue(count, tags);
    await prisma.$executeRaw`ANALYZE`;
    const cdn = await startCdnServer({ bucket, latencyMs: 100 });
    const senders = await Promise.all(
      Array.from({ length: processes }, () => startSenderProcess({ databaseUrl, cdnUrl: cdn.url })),
    );
    const seconds = await secondsUntil(
      async () => (await prisma.purge.count({ where: { status: { not: "accepted" } } })) === 0,
    );
    const optimum = Math.ceil(tags / 100);
    // The bucket is full at first; what goes beyond it comes at the rate.
    const least = Math.max(0, (optimum - bucket.size) / bucket.perSecond);
    rows.push({
      purges: count,
      tags,
      processes,
      calls: cdn.calls.length,
      "optimum calls": optimum,
      "429s": cdn.calls.filter(({ status }) => status === 429).length,
      seconds: seconds.toFixed(1),
      "theoretical s": least.toFixed(1),
      "purges/s": Math.round(count / seconds),
      "calls in the time allowed": `${((cdn.calls.length / (bucket.size + bucket.perSecond * seconds)) * 100).toFixed(0)} %`,
    });
    console.log(JSON.stringify(rows.at(-1)));
    for (const sender of senders) await sender.end("SIGKILL");
    await cdn.close();
    await close();
  }
}
console.log(machine());
console.table(rows);
process.exit(0);
