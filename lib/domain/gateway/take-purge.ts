import type { TokenActor } from "@/lib/schemas/actor";
import { answerPurge, type GatewayAnswer } from "./answer-purge";
import { type GatewayRequest, purgeThrough } from "./purge-through";

/**
 * Records a service's purge and answers what became of it (purge-through.ts, answer-purge.ts).
 *
 * @param wait for Cloudflare's answer; false: the record is enough
 * @throws GatewayError, AppError
 */
export async function takePurge(
  service: TokenActor,
  request: GatewayRequest,
  wait: boolean,
): Promise<GatewayAnswer> {
  const id = await purgeThrough(service, request);
  const answer = await answerPurge(id, wait);
  return { ...answer, headers: { ...answer.headers, "purge-console-purge-id": id } };
}
