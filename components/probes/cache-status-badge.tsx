import { Badge } from "@/components/ui/badge";
import type { CacheMeaning } from "./probe-words";

const sentences: Record<CacheMeaning, string> = {
  fresh: "Served from the edge, as it should be here",
  cold: "Not served from the edge's copy: the origin was asked",
  old: "Old content was served",
  outside: "Not cached at the edge: a purge cannot help",
  unknown: "What this says is not known",
  neutral: "Served from the edge's copy",
};

/** Cloudflare's word for an answer, coloured by what it means in its place. null: no word came. */
export function CacheStatusBadge({
  status,
  meaning,
}: {
  status: string | null;
  meaning: CacheMeaning;
}) {
  return (
    <span title={sentences[meaning]} className="inline-flex max-w-full">
      <Badge tone={status === null ? "unknown" : meaning} mono={status !== null}>
        {status ?? "No cache status"}
      </Badge>
    </span>
  );
}
