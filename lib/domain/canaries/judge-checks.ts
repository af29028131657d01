import type { CanaryOutcome } from "@/lib/schemas/canaries";
import type { VerdictCode } from "@/lib/schemas/words";

/** What one probe of a canary saw. */
export interface SeenPage {
  cacheStatus: string | null;
  /** Seconds. */
  age: number | null;
  colo: string | null;
  fingerprint: string | null;
  /** When it was sent, epoch ms. */
  at: number;
}

/** The test tenant's page or its control's, as it was right before and at each look after. */
export interface SeenSide {
  slug: string;
  before: SeenPage;
  after: SeenPage[];
}

export interface Judged {
  outcome: CanaryOutcome;
  why: string;
}

/** How far an Age may be off, in seconds: whole seconds, counted on several machines. */
const slackSeconds = 2;

/** Verdicts that say that the purge did not do what it was for, or more than that. */
const speaksAgainst: ReadonlySet<VerdictCode> = new Set(["not_purged", "too_broad", "old_content"]);

const words = ({ cacheStatus, age }: SeenPage) =>
  `${cacheStatus ?? "no cache status"}${age === null ? "" : `, Age ${age} s`}`;

function wayOf({ slug, before, after }: SeenSide): string {
  return `${slug}: ${[before, ...after].map(words).join(" → ")}`;
}

/** Whether every answer was the copy from before: a HIT in the same data centre, of the same content, grown older. */
export function keptItsCopy({ before, after }: SeenSide): boolean {
  return (
    after.length > 0 &&
    before.cacheStatus === "HIT" &&
    after.every((page) => {
      const grown = (page.at - before.at) / 1000;
      return (
        page.cacheStatus === "HIT" &&
        page.colo !== null &&
        page.colo === before.colo &&
        page.fingerprint === before.fingerprint &&
        page.age !== null &&
        before.age !== null &&
        page.age >= before.age + grown - slackSeconds
      );
    })
  );
}

function isCold({ cacheStatus }: SeenPage): boolean {
  return cacheStatus === "MISS" || cacheStatus === "EXPIRED";
}

/**
 * What became of the test tenant's page before the purge. made: the deployment edited it, and the edge still has the
 * copy from before. purged: it did, and its own purge has brought the edit already. none: there was no edit.
 */
export type Edit = "made" | "purged" | "none";

const withoutNew: Record<Exclude<Edit, "made">, string> = {
  purged:
    "The application had purged its edit by itself, so that new content arrives was not tested.",
  none: "Nothing was edited, so that new content arrives was not tested.",
};

/**
 * What a purge of the test tenant showed.
 *
 * @param code the comparison's verdict, which is where the evidence is judged
 */
export function judgePurge(
  code: VerdictCode,
  summary: string,
  sides: { tested: SeenSide; control: SeenSide },
  edit: Edit,
): Judged {
  const { tested, control } = sides;
  const evidence = `${wayOf(tested)}. ${wayOf(control)}.`;
  const place = `Seen from ${tested.before.colo ?? "one data centre"} only.`;
  if (speaksAgainst.has(code)) {
    return { outcome: "failed", why: `${summary} ${evidence}` };
  }
  const [first] = tested.after;
  // keptItsCopy() has seen to it that the control's data centre is known, and one.
  const onlyOne =
    tested.before.cacheStatus === "HIT" &&
    first !== undefined &&
    isCold(first) &&
    [tested.before.colo, first.colo].every((colo) => colo === control.before.colo) &&
    keptItsCopy(control);
  const isNew = first?.fingerprint !== tested.before.fingerprint;
  if (edit === "made" && code === "isolated" && isNew) {
    const why = `Only ${tested.slug} went to the origin, and came back with the edit; ${control.slug} kept its copy.`;
    return { outcome: "passed", why: `${why} ${evidence} ${place}` };
  }
  if (edit === "made" && onlyOne && !isNew) {
    const why = `${tested.slug} came back with the content from before the edit: either the edit does not show on this page, or the origin was not ready.`;
    return { outcome: "unclear", why: `${why} ${evidence}` };
  }
  if (edit !== "made" && onlyOne) {
    const why = `Only ${tested.slug} went to the origin; ${control.slug} kept its copy. ${withoutNew[edit]}`;
    return { outcome: "passed", why: `${why} ${evidence} ${place}` };
  }
  return { outcome: "unclear", why: `${summary} ${evidence}` };
}

/**
 * What a write that failed showed: nothing may have gone cold.
 *
 * @param purges of the test tenant: how many were recorded since, and how many from before it were sent meanwhile
 */
export function judgeFailedWrite(
  { tested, control }: { tested: SeenSide; control: SeenSide },
  purges: { since: number; earlier: number },
): Judged {
  const evidence = `${wayOf(tested)}. ${wayOf(control)}.`;
  if (purges.since > 0) {
    const many = purges.since === 1 ? "A purge" : `${purges.since} purges`;
    return {
      outcome: "failed",
      why: `${many} of ${tested.slug} came on record although the write failed. ${evidence}`,
    };
  }
  if (keptItsCopy(tested)) {
    return {
      outcome: "passed",
      why: `The write failed, and ${tested.slug} kept its copy: nothing was purged. ${evidence} Seen from ${tested.before.colo ?? "one data centre"} only.`,
    };
  }
  const wentCold = tested.before.cacheStatus === "HIT" && tested.after.some(isCold);
  if (wentCold && purges.earlier > 0) {
    return {
      outcome: "unclear",
      why: `A purge of ${tested.slug} that was asked for before was sent meanwhile, so that the page went cold says nothing of the write. ${evidence}`,
    };
  }
  return wentCold && keptItsCopy(control)
    ? {
        outcome: "failed",
        why: `The write failed, and ${tested.slug} lost its copy all the same. ${evidence}`,
      }
    : { outcome: "unclear", why: `The answers do not show it. ${evidence}` };
}
