import { Badge } from "@/components/ui/badge";
import type { Purge } from "@/lib/schemas/purges";

/** Why a purge failed: the code and Cloudflare's words. All of them come on hover, and in the receipt. */
export function FailureWhy({ purge: { result } }: { purge: Purge }) {
  if (result === null) return <Badge tone="unknown">No reason recorded</Badge>;
  const { code, message } = result;
  return (
    <span className="line-clamp-2 min-w-0" title={message}>
      {code !== null && (
        <span className="mr-2 font-mono text-[0.93em] whitespace-nowrap text-broken">{code}</span>
      )}
      {message}
    </span>
  );
}
