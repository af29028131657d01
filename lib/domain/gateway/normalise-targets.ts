import { normaliseServiceTarget, type SentTarget } from "@/lib/domain/purges/service-target";
import { GatewayError, gatewayError } from "@/lib/schemas/cloudflare-error";
import type { FileTarget } from "@/lib/schemas/files";
import type { SelectorKind } from "@/lib/schemas/words";

/** Cloudflare's codes for what is wrong with one target, and with how many there are. */
const codes: Record<SelectorKind, { bad: number; many: number }> = {
  tags: { bad: 1100, many: 1101 },
  files: { bad: 1082, many: 1094 },
  hosts: { bad: 1114, many: 1111 },
  prefixes: { bad: 1117, many: 1118 },
  everything: { bad: 1012, many: 1012 },
};

/**
 * The targets as they are sent, each once.
 *
 * @param limits how many one request may name
 * @throws GatewayError naming each target that cannot be sent
 */
export function normaliseTargets(
  kind: SelectorKind,
  typed: readonly FileTarget[],
  { edgePort, limits }: { edgePort: string | null; limits: { items: number; files: number } },
): SentTarget[] {
  const most = kind === "files" ? limits.files : limits.items;
  if (typed.length > most) {
    const message = `Exceeded maximum amount of ${most} ${kind} that can be purged on a single request`;
    throw gatewayError(400, codes[kind].many, message);
  }
  const targets = new Map<string, SentTarget>();
  const errors = typed.flatMap((one, at) => {
    const normal = normaliseServiceTarget(kind, one, edgePort);
    if (!("problem" in normal)) {
      targets.set(normal.value, normal);
      return [];
    }
    const where = [`${kind}[${at}]`, normal.at].filter(Boolean).join(".");
    return [{ code: codes[kind].bad, message: `${where}: ${normal.problem}` }];
  });
  if (errors.length > 0) throw new GatewayError(400, errors);
  return [...targets.values()];
}
