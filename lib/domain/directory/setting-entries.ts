import { createHash } from "node:crypto";
import type { AuditFact } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import type { Transaction } from "@/lib/platform/database";
import type { DirectoryChange, DirectoryState } from "@/lib/schemas/directory-changes";
import type { readDirectory } from "./read-directory";

type State = Awaited<ReturnType<typeof readDirectory>>;

/** Stands for a state of the directory: whoever edits a setting says with it which one they saw. */
export function versionOf(state: State): string {
  const parts = [...state].map(([key, { value }]) => [key, value]);
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

/** So many changed lines of a tag plan are told in an entry, before and after; the rest is counted. */
const mostLines = 100;

/** What an entry tells of one setting. */
export type SettingFact = Required<Pick<AuditFact, "subject" | "before" | "after">> & {
  /** "the zone 01…", "the tag plan of example.com" */
  what: string;
  lines: number;
};

const lineOf = ({ id }: DirectoryChange) => id.slice(id.indexOf(" ") + 1);
const zoneOf = ({ id }: DirectoryChange) => id.slice(0, id.indexOf(" "));

function side(changes: readonly DirectoryChange[], which: "before" | "after") {
  const told = changes.slice(0, mostLines).flatMap((one): [string, DirectoryState][] => {
    const value = one[which];
    return value === null ? [] : [[lineOf(one), value]];
  });
  return Object.fromEntries(told);
}

/** A zone whose tag plan was changed counts as changed: purges that were approved before it are void. */
export async function touchZones(
  tx: Pick<Transaction, "zone">,
  changes: readonly DirectoryChange[],
): Promise<void> {
  const names = [...new Set(changes.filter(({ part }) => part === "tag").map(zoneOf))];
  if (names.length === 0) return;
  await tx.zone.updateMany({ where: { name: { in: names } }, data: { updatedAt: now() } });
}

/**
 * What changed of each zone and each tag plan, one fact a setting: so that what became of a setting can be read from
 * the record, however it was changed.
 */
export async function settingFacts(
  tx: Pick<Transaction, "zone">,
  changes: readonly DirectoryChange[],
): Promise<SettingFact[]> {
  const zones = changes.flatMap((one): SettingFact[] =>
    one.part === "zone"
      ? [
          {
            subject: { kind: "zone", id: one.id },
            ...{ before: one.before, after: one.after, lines: 1 },
            what: `the zone ${String((one.after ?? one.before)?.["name"])}`,
          },
        ]
      : [],
  );
  const tags = changes.filter(({ part }) => part === "tag");
  const names = [...new Set(tags.map(zoneOf))];
  const rows = await tx.zone.findMany({ where: { name: { in: names } } });
  const plans = rows.map(({ id, name }): SettingFact => {
    const own = tags.filter((one) => zoneOf(one) === name);
    return {
      subject: { kind: "tag_plan", id },
      ...{ before: side(own, "before"), after: side(own, "after"), lines: own.length },
      what: `the tag plan of ${name}`,
    };
  });
  return [...zones, ...plans];
}
