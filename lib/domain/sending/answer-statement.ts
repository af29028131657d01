import type { CallResult } from "@/lib/edge/purge-call";
import { Prisma } from "@/prisma/generated/client";
import type { ClaimedCall } from "./claim-call";

/**
 * The statement that writes what came of a call. The fence: it finds no row when another process has taken the call
 * over, and then nothing of the answer counts.
 */
export function answerStatement(
  { id }: ClaimedCall,
  result: CallResult,
  durationMs: number,
): Prisma.Sql {
  return Prisma.sql`
    UPDATE purge_call SET finished_at = clock_timestamp(), outcome = ${result.outcome}::"AttemptOutcome",
      http_status = ${result.httpStatus}::int, errors = ${JSON.stringify(result.errors)}::jsonb,
      cf_ray = ${result.cfRay}, duration_ms = ${durationMs}::int, code = ${result.code},
      message = ${result.message}
    WHERE id = ${id}::uuid AND finished_at IS NULL`;
}
