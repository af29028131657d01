import { Badge } from "@/components/ui/badge";
import type { Purge } from "@/lib/schemas/purges";

/** The words without what the code beside them says already: "(HTTP 404, 7003 No route)" is "(No route)". */
function withoutCode(message: string, code: string | null): string {
  const [status, number] = (code ?? "").split(" / ");
  if (!status) return message;
  return message
    .replace(`HTTP ${status}, ${number ? `${number} ` : ""}`, "")
    .replace(` (HTTP ${status})`, "");
}

/** Why a purge failed: the code and Cloudflare's words. All of them come on hover, and in the receipt. */
export function FailureWhy({ purge: { result } }: { purge: Purge }) {
  if (result === null) return <Badge tone="unknown">No reason recorded</Badge>;
  const { code, message } = result;
  return (
    <span className="min-w-0 sm:line-clamp-2" title={message}>
      {code !== null && (
        <span className="mr-2 font-mono text-[0.93em] whitespace-nowrap text-broken">{code}</span>
      )}
      {withoutCode(message, code)}
    </span>
  );
}
