import { expect, test } from "vitest";
import { contentSecurityPolicy, pageHeaders } from "./page-headers";

const plain = { nextAuthUrl: "http://localhost:3000", frameAncestors: [], development: false };
const secure = { ...plain, nextAuthUrl: "https://console.example" };

test("a page over plain http asks for nothing that only https has", () => {
  expect(contentSecurityPolicy("n", plain)).not.toContain("upgrade-insecure-requests");
  expect(pageHeaders(plain)).toEqual({ "X-Frame-Options": "DENY" });
});

test("a page over https stays there", () => {
  expect(contentSecurityPolicy("n", secure)).toContain("upgrade-insecure-requests");
  expect(pageHeaders(secure)).toHaveProperty("Strict-Transport-Security");
});

test("whoever may frame the console is named, and nothing contradicts it", () => {
  const framed = { ...secure, frameAncestors: ["https://help.example", "https://*.zendesk.com"] };
  expect(contentSecurityPolicy("n", framed)).toContain(
    "frame-ancestors https://help.example https://*.zendesk.com",
  );
  expect(pageHeaders(framed)).not.toHaveProperty("X-Frame-Options");
});
