import type { Transaction } from "@/lib/platform/database";
import type { DirectoryFile } from "@/lib/schemas/directory";
import type { InvalidField } from "@/lib/schemas/errors";
import { isSame } from "./is-same";
import { refuse } from "./refuse-file";

type FileLimit = DirectoryFile["accountLimits"][number];

/**
 * The most URLs that one request may name so that it ever goes: all processes together use a little less
 * than the rate, and keep a part for people (view allowance_limit).
 */
function mostFiles(filesPerSecond: number): number {
  return Math.floor((filesPerSecond - 2) / 1.25);
}

/**
 * Holds account limits to what the sender can work with, and to accounts that there are: a mistyped id
 * would leave the account's real limit as it is, without a word.
 */
async function checkAccountLimits(tx: Transaction, limits: FileLimit[]): Promise<InvalidField[]> {
  const plans = new Map((await tx.planLimit.findMany()).map((limit) => [limit.plan, limit]));
  const zones = await tx.zone.findMany({ select: { accountId: true, plan: true } });
  const accounts = new Set(zones.map(({ accountId, plan }) => `${accountId} ${plan}`));
  return limits.flatMap(({ accountId, plan, ...limit }, index): InvalidField[] => {
    if (!accounts.has(`${accountId} ${plan}`)) {
      return [
        {
          path: `accountLimits[${index}]`,
          message: `there is no zone of account ${accountId} on the plan ${plan}, neither in the file nor in the console`,
        },
      ];
    }
    const filesPerSecond = limit.filesPerSecond ?? plans.get(plan)?.filesPerSecond ?? 0;
    const filesPerRequest = limit.filesPerRequest ?? plans.get(plan)?.filesPerRequest ?? 0;
    const most = mostFiles(filesPerSecond);
    if (filesPerRequest <= most) return [];
    const advice =
      most < 1 ? "at least 4 a second are needed" : `set filesPerRequest to at most ${most}`;
    return [
      {
        path: `accountLimits[${index}].filesPer${limit.filesPerRequest === undefined ? "Second" : "Request"}`,
        message: `one request of ${filesPerRequest} URLs does not fit into ${filesPerSecond} URLs a second: ${advice}`,
      },
    ];
  });
}

/** Loads what accounts were granted beyond their plan; a value that the file leaves out is the plan's. */
export async function loadAccountLimits(tx: Transaction, limits: FileLimit[]): Promise<void> {
  if (limits.length === 0) return;
  const problems = await checkAccountLimits(tx, limits);
  if (problems.length > 0) refuse(problems);
  for (const { accountId, plan, ...limit } of limits) {
    const data = {
      requestsPerSecond: limit.requestsPerSecond ?? null,
      requestBucket: limit.requestBucket ?? null,
      filesPerSecond: limit.filesPerSecond ?? null,
      itemsPerRequest: limit.itemsPerRequest ?? null,
      filesPerRequest: limit.filesPerRequest ?? null,
    };
    const where = { accountId_plan: { accountId, plan } };
    const there = await tx.accountLimit.findUnique({ where });
    if (there !== null && isSame(there, data)) continue;
    await tx.accountLimit.upsert({
      where,
      create: { accountId, plan, ...data },
      update: data,
    });
  }
}
