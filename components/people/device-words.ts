/** The first that fits names the browser: most of them call themselves by the others' names as well. */
const browsers: readonly [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Headless)?(Chrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const systems: readonly [RegExp, string][] = [
  [/\b(iPhone|iPad)\b/, "iOS"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

const named = (list: typeof browsers, userAgent: string) =>
  list.find(([pattern]) => pattern.test(userAgent))?.[1];

/** "Chrome on Linux": what a browser says of itself, which may be anything. */
export function deviceInWords(userAgent: string | null): string {
  if (userAgent === null || userAgent === "") return "Unknown device";
  const browser = named(browsers, userAgent) ?? "Unknown browser";
  const system = named(systems, userAgent);
  return system === undefined ? browser : `${browser} on ${system}`;
}
