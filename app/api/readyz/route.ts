import { publicRoute } from "@/lib/http/public-route";
import { checkDatabase } from "@/lib/domain/health/check-database";

// The process can do its work: its database answers.
export const dynamic = "force-dynamic";
export const GET = publicRoute(async () => {
  const database = await checkDatabase();
  return { ok: database, checks: { database: database ? "up" : "down" } };
});
