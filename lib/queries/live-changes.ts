import type { QueryClient } from "@tanstack/react-query";
import type { PurgeChange } from "@/lib/schemas/events";
import type { PurgeList } from "@/lib/schemas/purges";
import { purgeKeys } from "./purges";
import { tenantKeys } from "./tenants";

/** Changes that come thick are shown together: receipts and lists are read so often at most, in milliseconds. */
const togetherMs = 250;
const listsMs = 1_000;

/** Counting on would change nothing: the list says "200 or more" already. */
const counts = (data: unknown) => (data as PurgeList | undefined)?.nextCursor == null;

/** Has what is shown and has changed read again; what is not shown, when it is looked at next. */
export function makeChangeReader(client: QueryClient) {
  const purges = new Set<string>();
  const tenants = new Set<string>();
  let receiptsTimer: ReturnType<typeof setTimeout> | undefined;
  let listsTimer: ReturnType<typeof setTimeout> | undefined;

  const readReceipts = () => {
    receiptsTimer = undefined;
    for (const id of purges) void client.invalidateQueries({ queryKey: purgeKeys.detail(id) });
    purges.clear();
  };
  const readLists = () => {
    listsTimer = undefined;
    void client.invalidateQueries({
      queryKey: purgeKeys.newerAll(),
      predicate: (query) => counts(query.state.data),
    });
    for (const id of tenants) void client.invalidateQueries({ queryKey: tenantKeys.detail(id) });
    tenants.clear();
  };
  return {
    changed: ({ purgeId, tenantIds }: PurgeChange) => {
      // Of what is not in the browser nothing has to be remembered.
      if (client.getQueryState(purgeKeys.detail(purgeId)) !== undefined) purges.add(purgeId);
      for (const id of tenantIds)
        if (client.getQueryState(tenantKeys.detail(id)) !== undefined) tenants.add(id);
      receiptsTimer ??= setTimeout(readReceipts, togetherMs);
      listsTimer ??= setTimeout(readLists, togetherMs + (tenants.size > 0 ? listsMs : 0));
    },
    /** Changes may have been missed: all of it is read again. */
    all: () => {
      void client.invalidateQueries({ queryKey: purgeKeys.newerAll() });
      void client.invalidateQueries({ queryKey: purgeKeys.details() });
      void client.invalidateQueries({ queryKey: tenantKeys.details() });
    },
    stop: () => {
      clearTimeout(receiptsTimer);
      clearTimeout(listsTimer);
    },
  };
}
