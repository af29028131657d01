import {
  type NormalTarget,
  normaliseFile,
  normaliseHost,
  normalisePrefix,
  normaliseTag,
} from "@/lib/domain/purges/normalise-target";
import { type FileTarget, fileText } from "@/lib/schemas/files";
import type { SelectorKind } from "@/lib/schemas/words";
import { GatewayError, gatewayError } from "@/lib/schemas/cloudflare-error";

/** A target as it is sent and kept, and its host when it has one. */
export interface SentTarget {
  value: string;
  host: string | null;
}

/**
 * A service's prefix stays open where it is: it means what it means at Cloudflare. Only people, who may not
 * know that "/t/acme" matches "/t/acme-corp" too, get a slash.
 */
function servicePrefix(typed: string): NormalTarget {
  const normal = normalisePrefix(typed);
  const isOpen = typed.includes("/") && !typed.endsWith("/");
  if ("problem" in normal || !isOpen || !normal.value.endsWith("/")) return normal;
  return { ...normal, value: normal.value.slice(0, -1) };
}

function normalise(kind: SelectorKind, typed: FileTarget, edgePort: string | null): NormalTarget {
  if (kind === "files") return normaliseFile(typed, edgePort);
  const text = fileText(typed);
  if (kind === "prefixes") return servicePrefix(text);
  return kind === "hosts" ? normaliseHost(text) : normaliseTag(text);
}

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
    const normal = normalise(kind, one, edgePort);
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
