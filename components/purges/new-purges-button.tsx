"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowUp } from "lucide-react";
import { useEffect } from "react";
import { StaleNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { useAnnounce } from "@/components/ui/live";
import {
  NEW_LIMIT,
  newerPurgesQuery,
  useShowNewPurges,
  type PurgeFilters,
} from "@/lib/queries/purges";

/**
 * How many purges have arrived since the list's first row. Nothing moves until it is pressed. Its
 * line is always there, so that it does not push the table down when it appears.
 */
export function NewPurgesButton({
  filters,
  after,
  paused,
}: {
  filters: PurgeFilters;
  after: string;
  /** The number stands where it was. */
  paused: boolean;
}) {
  const query = useQuery({ ...newerPurgesQuery(filters, after), enabled: !paused });
  const show = useShowNewPurges(filters);
  const announce = useAnnounce();
  const newer = query.data;
  const count = newer?.items.length ?? 0;
  const many = newer?.nextCursor != null;
  const words = `${many ? `${NEW_LIMIT} or more` : count} new ${count === 1 ? "purge" : "purges"}`;
  const some = count > 0;
  useEffect(() => {
    // Once for each batch and not for each poll: politeness.
    if (some) announce(words);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the words of the moment it begins
  }, [some, announce]);
  return (
    <span className="flex min-h-7 items-center gap-3">
      <StaleNotice query={query} />
      {newer !== undefined && some && (
        <Button
          size="sm"
          icon={<ArrowUp aria-hidden />}
          className="border-accent-soft bg-accent-soft text-accent-text"
          onClick={() => void show(newer)}
        >
          Show {words}
        </Button>
      )}
    </span>
  );
}
