// A process that does nothing but remove what the policy no longer keeps, in small batches, once, and tells how
// many purges that were. Settings as the console's own: DATABASE_URL.
import { removeExpired } from "@/lib/domain/retention/remove-expired";
import { openDatabase, useDatabase } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";

const { databaseUrl, dataDir } = env();
const open = await openDatabase({ url: databaseUrl, dataDir });
useDatabase(open);
const { purge } = await removeExpired({ most: 5 });
console.log(`removed ${purge}`);
await open.close();
