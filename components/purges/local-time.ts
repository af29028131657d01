import type { TimeZoneChoice } from "@/components/ui/time-text";

const pad = (value: number) => String(value).padStart(2, "0");

/** An ISO time as a datetime-local input takes it, on the chosen clock; empty when there is none. */
export function toInputTime(iso: string | undefined, zone: TimeZoneChoice): string {
  if (iso === undefined) return "";
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  if (zone === "utc") return date.toISOString().slice(0, 16);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** The ISO time of what was entered on the chosen clock; null when it is empty or half entered. */
export function fromInputTime(text: string, zone: TimeZoneChoice): string | null {
  if (text === "") return null;
  // Without a zone, text of this form is read on this machine's clock.
  const date = new Date(zone === "utc" ? `${text}Z` : text);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
