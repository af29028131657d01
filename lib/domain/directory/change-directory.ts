import { normalisePath } from "@/lib/edge/probe/normalise-path";
import { type AuditAction, writeEntry } from "@/lib/audit/write-entry";
import { db, type Transaction } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import type { Caller } from "@/lib/schemas/actor";
import type { DirectoryFile } from "@/lib/schemas/directory";
import {
  type DirectoryChange,
  type DirectoryChanges,
  mostListed,
} from "@/lib/schemas/directory-changes";
import { checkDirectory } from "./check-directory";
import { compareStates } from "./compare-states";
import { loadDirectory } from "./load-directory";
import { lockDirectory } from "./lock-directory";
import { type Named, namedBy, readDirectory } from "./read-directory";
import { refuse } from "./refuse-file";
import { requireReach } from "./require-reach";

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

interface Change {
  action: AuditAction;
  named: Named;
  dryRun: boolean;
  write: (tx: Transaction, before: Awaited<ReturnType<typeof readDirectory>>) => Promise<void>;
}

/**
 * Changes the directory in one transaction with its audit entry, which has what was before and after. A change
 * that changes nothing leaves no entry; a dry run leaves nothing at all, and meets the same refusals.
 */
export async function changeDirectory(
  actor: Caller,
  { action, named, dryRun, write }: Change,
): Promise<DirectoryChanges> {
  try {
    return await db().$transaction(
      async (tx) => {
        await lockDirectory(tx);
        const before = await readDirectory(tx, named);
        await write(tx, before);
        const after = await readDirectory(tx, named);
        const compared = compareStates(before, after);
        const result = summed(compared.changes, compared.named, dryRun);
        if (dryRun) throw new DryRun(result);
        const [only] = compared.changes;
        if (only !== undefined) {
          const single = compared.changes.length === 1 ? only : null;
          await writeEntry(tx, actor, {
            action,
            subject: { kind: single?.part ?? "directory", id: single?.id ?? null },
            tenantId: single?.part === "tenant" ? single.id : null,
            summary:
              single === null
                ? summaryOf(actor, result)
                : `${actor.name} ${single.change} the ${single.part} ${single.id}`,
            details: { ...result },
          });
        }
        return result;
      },
      { timeout: 120_000, maxWait: 15_000 },
    );
  } catch (error) {
    if (error instanceof DryRun) return error.result;
    throw error;
  }
}

/** Ids of the file's tenants that are there exactly as the file has them. */
function unchangedTenants(
  { tenants }: DirectoryFile,
  before: Awaited<ReturnType<typeof readDirectory>>,
): Set<string> {
  const same = tenants.filter(({ id, slug, name, zone, hosts, pages }) => {
    const there = before.get(`tenant ${id}`)?.value;
    const given = {
      slug,
      name,
      zone,
      hosts: [...new Set(hosts)],
      pages: [...new Set(pages.map((page) => normalisePath(page) ?? page))],
    };
    return there !== undefined && JSON.stringify(there) === JSON.stringify(given);
  });
  return new Set(same.map(({ id }) => id));
}

/**
 * Loads a file on behalf of a person or a service: the rules of the import, and the reach of a token.
 *
 * @param planOf a zone's name: its tag plan becomes exactly the file's
 * @throws AppError invalid_input naming each place, not_allowed beyond a token's reach
 */
export async function syncDirectory(
  actor: Caller,
  value: unknown,
  { dryRun = false, planOf = null }: { dryRun?: boolean; planOf?: string | null } = {},
): Promise<DirectoryChanges> {
  const checked = checkDirectory(value, env().privateEdges);
  if ("problems" in checked) return refuse(checked.problems);
  const { file } = checked;
  await requireReach(actor, file);
  const named = namedBy(file, planOf !== null);
  if (planOf !== null) named.tagZones = [planOf];
  return changeDirectory(actor, {
    action: "directory.sync",
    named,
    dryRun,
    write: async (tx, before) => {
      if (planOf !== null) {
        const patterns = file.tagPlan.map(({ pattern }) => pattern);
        await tx.tagPattern.deleteMany({
          where: { zone: { name: planOf }, pattern: { notIn: patterns } },
        });
      }
      await loadDirectory(tx, file, unchangedTenants(file, before));
    },
  });
}
