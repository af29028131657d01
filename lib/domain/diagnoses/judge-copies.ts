import { tenantTag } from "@/lib/domain/purges/tag-plan";
import { defaultDevice } from "@/lib/domain/probes/ask-origin";
import { variantPath } from "@/lib/edge/probe/variant-request";
import { pageUrl } from "@/lib/edge/probe/send-probe";
import { now } from "@/lib/platform/clock";
import type { PurgeProposal } from "@/lib/schemas/diagnoses";
import type { PageVariant } from "@/lib/schemas/page-setup";
import type { Seen } from "./ask-page";
import { usableOrigin } from "./find-change";
import { type AskedPage, keyHeaders } from "./find-page-set-up";
import { judgeStaleness } from "./judge-staleness";
import { loadHistory } from "./load-history";
import { proposePurge } from "./propose-purge";
import type { Judgement, StaleEvidence } from "./stale-evidence";

/** What the probes of a copy sent that may be part of a cache key. */
function sentFor(variant: PageVariant | null): Record<string, string> {
  const { device = defaultDevice, language, headers = {} } = variant ?? {};
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    ...Object.fromEntries(own),
    "cf-device-type": device,
    ...(language === undefined ? {} : { "accept-language": language }),
  };
}

type History = Awaited<ReturnType<typeof loadHistory>>;

function evidenceOf({ page }: AskedPage, seen: Seen, history: History): StaleEvidence {
  const { tenant, plan, request, variants } = page;
  return {
    now: now(),
    tenant,
    plan,
    page: {
      host: request.host,
      path: variantPath(request.path, seen.variant ?? {}),
      sent: sentFor(seen.variant),
      keyedBy: keyHeaders(variants),
    },
    edge: seen.edge,
    origin: seen.origin,
    ...history,
  };
}

/** One copy of the page and what was found of it. */
interface JudgedCopy {
  evidence: StaleEvidence;
  judgement: Judgement;
  variant: PageVariant | null;
}

/** The copy that the answer is about: the default one, unless that is in order and another is not. */
function chooseCopy(copies: readonly JudgedCopy[]): JudgedCopy {
  const [first] = copies;
  if (first === undefined) throw new Error("A page has at least one copy.");
  if (first.judgement.cause !== "not_stale") return first;
  return copies.find(({ judgement }) => judgement.cause !== "not_stale") ?? first;
}

/** The words for the copies beside the one that the answer is about. */
function tellCopies(copies: readonly JudgedCopy[], chosen: JudgedCopy): Judgement {
  const nameOf = ({ variant }: JudgedCopy) => variant?.name ?? "default";
  const others = copies.filter((one) => one !== chosen);
  const { judgement, variant } = chosen;
  return {
    ...judgement,
    summary: variant === null ? judgement.summary : `${judgement.summary} (Copy: ${variant.name}.)`,
    evidence: [
      ...judgement.evidence,
      ...others.map((one) => `Copy ${nameOf(one)}: ${one.judgement.summary}`),
    ],
  };
}

/**
 * Judges every copy of a page that was asked for, by what is on record, and answers for the one that matters.
 *
 * @param all what was seen of each copy, the default one first
 */
export async function judgeCopies(
  asked: AskedPage,
  all: readonly Seen[],
): Promise<{ judgement: Judgement; proposal: PurgeProposal | null }> {
  const { tenant, plan } = asked.page;
  const own = tenantTag(tenant, plan);
  const tags = [
    ...all.flatMap((seen) => usableOrigin(seen)?.tags ?? []),
    ...(own === null ? [] : [own]),
  ];
  const history = await loadHistory({ tenantId: tenant.id, zoneId: asked.zone.id }, tags);
  const copies = all.map((seen): JudgedCopy => {
    const evidence = evidenceOf(asked, seen, history);
    return { evidence, judgement: judgeStaleness(evidence), variant: seen.variant };
  });
  const chosen = chooseCopy(copies);
  const url = pageUrl({ ...asked.page.request, path: chosen.evidence.page.path });
  const proposal = await proposePurge(chosen.evidence, { cause: chosen.judgement.cause, url });
  return { judgement: tellCopies(copies, chosen), proposal };
}
