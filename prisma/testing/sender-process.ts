// A process that does nothing but send: what a console does, without its web server. Settings as the
// console's own: DATABASE_URL, CLOUDFLARE_API_BASE_URL, CLOUDFLARE_API_TOKEN.
import { startSender } from "@/lib/domain/sending/start-sender";
import { openDatabase, useDatabase } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";

const { databaseUrl, dataDir } = env();
const open = await openDatabase({ url: databaseUrl, dataDir });
useDatabase(open);
const sender = await startSender();
process.on("SIGTERM", () => {
  void sender
    .stop()
    .then(() => open.close())
    .then(() => process.exit(0));
});
console.log("ready");
