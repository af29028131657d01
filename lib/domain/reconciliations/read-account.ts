import type { LoggedPurge } from "@/lib/edge/audit-log";
import { readAuditPage } from "@/lib/edge/cloudflare/read-audit-log";
import type { AccountRead } from "@/lib/schemas/reconciliations";

/** 100 entries a page: an account's log of 200,000 entries. What is longer is read in parts, by shorter periods. */
const mostPages = 2_000;

/**
 * Reads an account's log page by page, the oldest entries first, so that what was read before it broke off is a
 * beginning and not a selection.
 *
 * @param stillHeld whether to go on, asked before each page
 */
export async function readAccount(
  accountId: string,
  since: Date,
  before: Date,
  stillHeld: () => Promise<boolean>,
): Promise<{ read: AccountRead; purges: LoggedPurge[] }> {
  const purges: LoggedPurge[] = [];
  let [pages, entries] = [0, 0];
  let readTo: Date | null = null;
  let cursor: string | null = null;
  const end = (state: AccountRead["state"], message: string | null, to: Date | null) => ({
    read: {
      ...{ accountId, state, message, pages, entries, purges: purges.length },
      readTo: to?.toISOString() ?? null,
    },
    purges,
  });
  for (;;) {
    if (!(await stillHeld())) return end("half_read", "The console stopped meanwhile.", readTo);
    if (pages === mostPages) {
      return end("half_read", `Stopped after ${mostPages} pages: ask for less.`, readTo);
    }
    const page = await readAuditPage({ accountId, since, before, cursor });
    if (page.failure !== null) {
      const state = pages === 0 ? page.failure : "half_read";
      return end(state, page.message, readTo);
    }
    pages += 1;
    entries += page.entries;
    purges.push(...page.purges);
    if (page.lastAt !== null) readTo = page.lastAt;
    if (page.cursor === null) return end("whole", null, before);
    if (page.cursor === cursor) {
      return end("half_read", "Cloudflare answered the same cursor again.", readTo);
    }
    cursor = page.cursor;
  }
}
