import { readdirSync, readFileSync } from "node:fs";

/** The processes that are there, each with its parent. */
function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      found.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

function ownMs(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .map((task) => readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8"))
      .reduce((sum, text) => sum + Number(text.split(" ")[0]) / 1e6, 0);
  } catch {
    return 0;
  }
}

/**
 * The CPU time that a process and its children have had so far, in milliseconds; without those that have ended. NaN
 * where the system does not tell (it is read from Linux's /proc).
 */
export function cpuTime(pid: number): number {
  try {
    const children = [...parents()].filter(([, parent]) => parent === pid).map(([child]) => child);
    return [pid, ...children].reduce((sum, one) => sum + ownMs(one), 0);
  } catch {
    return Number.NaN;
  }
}
