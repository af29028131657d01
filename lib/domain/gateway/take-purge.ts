import type { TokenActor } from "@/lib/schemas/actor";
import { answerPurge, type GatewayAnswer } from "./answer-purge";
import { type GatewayRequest, purgeThrough } from "./purge-through";

/**
 * Records a service's purge and answers what became of it (purge-through.ts, answer-purge.ts).
 *
 * @param waitMs how long to wait for Cloudflare's answer at most, in milliseconds; 0: the record is enough
 * @throws GatewayError, AppError
 */
export async function takePurge(
  service: TokenActor,
  request: GatewayRequest,
  waitMs: number,
): Promise<GatewayAnswer> {
  const id = await purgeThrough(service, request);
  const answer = await answerPurge(id, waitMs);
  return { ...answer, headers: { ...answer.headers, "purge-console-purge-id": id } };
}
