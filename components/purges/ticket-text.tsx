import { ExternalLink } from "lucide-react";

/** A ticket's id, as a link when its address is known. */
export function TicketText({ ticket, url }: { ticket: string | null; url: string | null }) {
  if (ticket === null) return <span className="text-faint">None</span>;
  if (url === null)
    return (
      <span className="block truncate font-mono text-[0.93em]" title={ticket}>
        {ticket}
      </span>
    );
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      title={url}
      className="inline-flex min-h-6 max-w-full min-w-0 items-center gap-1 font-mono text-[0.93em] text-accent-text hover:underline"
    >
      <span className="min-w-0 truncate">{ticket}</span>
      <ExternalLink aria-hidden className="size-3 shrink-0" />
      <span className="sr-only">(opens in a new tab)</span>
    </a>
  );
}
