import { expect, test } from "vitest";
import { deviceInWords } from "./device-words";

const mozilla = "Mozilla/5.0";
test.each([
  [
    `${mozilla} (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36`,
    "Chrome on Linux",
  ],
  [
    `${mozilla} (Windows NT 10.0) AppleWebKit Chrome/140.0 Safari/537.36 Edg/140.0`,
    "Edge on Windows",
  ],
  [`${mozilla} (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605`, "Safari on macOS"],
  [`${mozilla} (iPhone; CPU iPhone OS 18 like Mac OS X) CriOS/140 Safari/604`, "Chrome on iOS"],
  [`${mozilla} (X11; Linux) Gecko/20100101 Firefox/140.0`, "Firefox on Linux"],
  ["curl/8.5.0", "Unknown browser"],
  ["", "Unknown device"],
  [null, "Unknown device"],
])("%s is %s", (userAgent, words) => {
  expect(deviceInWords(userAgent)).toBe(words);
});
