import { writeEntries, writeEntry } from "@/lib/audit/write-entry";
import type { AuditAction } from "@/lib/schemas/audit-actions";
import { db, type Transaction } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import type { Caller } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import {
  type DirectoryChange,
  type DirectoryChanges,
  mostListed,
} from "@/lib/schemas/directory-changes";
import { checkDirectory } from "./check-directory";
import { compareStates } from "./compare-states";
import { Loosened, looseningRefusal, refuseLoosened, requireNotLoosened } from "./loosening";
import { loadDirectory } from "./load-directory";
import { lockDirectory } from "./lock-directory";
import { type Named, namedBy, readDirectory } from "./read-directory";
import { refuse } from "./refuse-file";
import { requireReach, seenBy, type Subject, wholeDirectory } from "./require-reach";
import { settingFacts, touchZones, versionOf } from "./setting-entries";

/** Ends a transaction without a trace of it. */
class DryRun extends Error {
  constructor(readonly result: DirectoryChanges) {
    super("a dry run");
  }
}

const count = (changes: DirectoryChange[], change: DirectoryChange["change"]) =>
  changes.filter((one) => one.change === change).length;

function summed(changes: DirectoryChange[], named: number, dryRun: boolean): DirectoryChanges {
  return {
    dryRun,
    created: count(changes, "created"),
    changed: count(changes, "changed"),
    removed: count(changes, "removed"),
    unchanged: named - changes.length,
    changes: changes.slice(0, mostListed),
    more: Math.max(0, changes.length - mostListed),
  };
}

function summaryOf(actor: Caller, { created, changed, removed }: DirectoryChanges): string {
  return `${actor.name} synchronised the directory: ${created} created, ${changed} changed, ${removed} removed`;
}

/**
 * One entry for what was changed; where several settings were, or settings beside tenants, one more for each setting.
 */
async function recordChanges(
  tx: Transaction,
  actor: Caller,
  action: AuditAction,
  changes: readonly DirectoryChange[],
  result: DirectoryChanges,
): Promise<void> {
  const [first] = changes;
  if (first === undefined) return;
  const settings = await settingFacts(tx, changes);
  const ofSettings = settings.map(({ subject, before, after, what, lines }) => ({
    ...{ action, subject, before, after },
    summary: `${actor.name} changed ${what}`,
    details: { lines },
  }));
  const [only] = ofSettings;
  const isOne = settings.length === 1 && settings[0]?.lines === changes.length;
  if (isOne && only !== undefined) return writeEntry(tx, actor, only);
  const single = changes.length === 1 ? first : null;
  const whole = {
    action,
    subject: { kind: single?.part ?? "directory", id: single?.id ?? null },
    tenantId: single?.part === "tenant" ? single.id : null,
    summary:
      single === null
        ? summaryOf(actor, result)
        : `${actor.name} ${single.change} the ${single.part} ${single.id}`,
    details: { ...result },
    ...(single === null ? {} : { before: single.before, after: single.after }),
  };
  await writeEntries(tx, actor, [whole, ...ofSettings]);
}

interface Change {
  action: AuditAction;
  named: Named;
  dryRun: boolean;
  /** Why this caller may not loosen a tag plan; null: they may, or none is changed. */
  looseningRefused?: Awaited<ReturnType<typeof looseningRefusal>>;
  write: (tx: Transaction, before: Awaited<ReturnType<typeof readDirectory>>) => Promise<void>;
}

/**
 * Changes the directory in one transaction with its audit entry, which has what was before and after. A change
 * that changes nothing leaves no entry; a dry run leaves nothing at all, and meets the same refusals.
 */
export async function changeDirectory(
  actor: Caller,
  { action, named, dryRun, looseningRefused = null, write }: Change,
): Promise<DirectoryChanges> {
  try {
    return await db().$transaction(
      async (tx) => {
        await lockDirectory(tx);
        const before = await readDirectory(tx, named);
        await write(tx, before);
        const after = await readDirectory(tx, named);
        const compared = compareStates(before, after);
        if (looseningRefused !== null) requireNotLoosened(before, after);
        await touchZones(tx, compared.changes);
        const result = summed(compared.changes, compared.named, dryRun);
        if (dryRun) throw new DryRun(result);
        await recordChanges(tx, actor, action, compared.changes, result);
        return result;
      },
      { timeout: 120_000, maxWait: 15_000 },
    );
  } catch (error) {
    if (error instanceof DryRun) return error.result;
    if (error instanceof Loosened && looseningRefused !== null)
      return refuseLoosened(actor, error, looseningRefused);
    throw error;
  }
}

interface Sync {
  dryRun?: boolean;
  planOf?: string | null;
  basedOn?: string | undefined;
  /** What a refusal is about. */
  subject?: Subject;
}

/**
 * Loads a file on behalf of a person or a service: the rules of the import, and the reach of a token.
 *
 * @param planOf a zone's name: its tag plan becomes exactly the file's
 * @param basedOn the version of what was edited; absent: whatever is there is replaced
 * @throws AppError invalid_input naming each place, not_allowed beyond a token's reach, conflict when it is not at that
 *   version any more; not_allowed and sign_in_again where it loosens a tag plan
 */
export async function syncDirectory(
  actor: Caller,
  value: unknown,
  { dryRun = false, planOf = null, basedOn, subject = wholeDirectory }: Sync = {},
): Promise<DirectoryChanges> {
  const checked = checkDirectory(value, env().privateEdges);
  if ("problems" in checked) return refuse(checked.problems);
  const { file } = checked;
  await requireReach(actor, file, subject);
  const named = namedBy(file, planOf !== null);
  if (planOf !== null) named.tagZones = [planOf];
  const looseningRefused = named.tagZones.length > 0 ? await looseningRefusal(actor) : null;
  return changeDirectory(actor, {
    action: "directory.sync",
    named,
    dryRun,
    looseningRefused,
    write: async (tx, before) => {
      if (basedOn !== undefined && versionOf(before) !== basedOn) {
        const message = "Somebody else has changed it meanwhile. Look at it again.";
        throw new AppError("conflict", message);
      }
      if (planOf !== null) {
        const patterns = file.tagPlan.map(({ pattern }) => pattern);
        await tx.tagPattern.deleteMany({
          where: { zone: { name: planOf }, pattern: { notIn: patterns } },
        });
      }
      await loadDirectory(tx, actor, file, {
        sees: seenBy(actor),
        secondTenantLine: "refused",
      });
    },
  });
}
