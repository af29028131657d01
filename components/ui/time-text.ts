/** Which clock the times are shown in. */
export type TimeZoneChoice = "utc" | "local";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(kind: "absolute" | "clock", zone: TimeZoneChoice): Intl.DateTimeFormat {
  const key = `${kind} ${zone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  // Making one is slow; a table draws hundreds.
  const made = new Intl.DateTimeFormat("en-GB", {
    ...(zone === "utc" ? { timeZone: "UTC" } : {}),
    ...(kind === "absolute" ? { dateStyle: "medium", timeStyle: "long" } : { timeStyle: "medium" }),
  });
  formats.set(key, made);
  return made;
}

/** "21 Nov 2026, 14:02:31 UTC". The text as it is when it names no time. */
export function absoluteText(value: string, zone: TimeZoneChoice): string {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : format("absolute", zone).format(date);
}

/** "14:02:31". */
export function clockText(value: string, zone: TimeZoneChoice): string {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : format("clock", zone).format(date);
}

const units: readonly [seconds: number, name: string][] = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
  [1, "s"],
];

/** "40 s ago", "in 3 min". `now` is in milliseconds since 1970. */
export function relativeText(value: string, now: number): string {
  const at = Date.parse(value);
  if (Number.isNaN(at)) return value;
  const seconds = Math.trunc((at - now) / 1000);
  // Clocks of two machines differ a little: a second ahead is not the future.
  if (seconds <= 2 && seconds > -2) return "just now";
  const distance = Math.abs(seconds);
  const [size, name] = units.find(([size]) => distance >= size) ?? [1, "s"];
  const text = `${Math.floor(distance / size)} ${name}`;
  return seconds < 0 ? `${text} ago` : `in ${text}`;
}
