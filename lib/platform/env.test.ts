import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { makeTestFolder } from "@/prisma/testing/test-env";
import { readEnv } from "./env";

test("nothing configured is practice mode, with a secret that is made once and kept", () => {
  const folder = makeTestFolder();
  const first = readEnv({ DATA_DIR: folder, CLOUDFLARE_API_TOKEN: "" });
  expect(first).toMatchObject({ mode: "practice", port: 3000, practiceSignIn: true });
  expect(first.nextAuthSecret.length).toBeGreaterThan(30);
  expect(readEnv({ DATA_DIR: folder }).nextAuthSecret).toBe(first.nextAuthSecret);
  expect(readFileSync(path.join(folder, "nextauth-secret"), "utf8")).toBe(first.nextAuthSecret);
});

const secret = "0123456789abcdef";
test("a token or an address leaves practice mode, and practice sign-in with it", () => {
  const real = readEnv({ CLOUDFLARE_API_TOKEN: "token", NEXTAUTH_SECRET: secret });
  expect(real).toMatchObject({ mode: "cloudflare", practiceSignIn: false });
  expect(real.cloudflare).toEqual({
    baseUrl: "https://api.cloudflare.com/client/v4",
    token: "token",
    auditToken: null,
  });
  const noToken = readEnv({
    CLOUDFLARE_API_BASE_URL: "http://127.0.0.1:1/",
    NEXTAUTH_SECRET: secret,
  });
  const none = { token: null, auditToken: null };
  expect(noToken.cloudflare).toEqual({ baseUrl: "http://127.0.0.1:1", ...none });
  const log = readEnv({ CLOUDFLARE_AUDIT_TOKEN: "log-reader", NEXTAUTH_SECRET: secret });
  expect(log).toMatchObject({ mode: "practice", cloudflare: { auditToken: "log-reader" } });
  const open = { CLOUDFLARE_API_TOKEN: "t", NEXTAUTH_SECRET: secret, PRACTICE_SIGN_IN: "on" };
  expect(readEnv(open).practiceSignIn).toBe(true);
});

test.each([
  ["PORT", { PORT: "abc" }],
  ["PORT", { PORT: "70000" }],
  ["LISTEN_HOST", { LISTEN_HOST: "localhost" }],
  ["DATABASE_URL", { DATABASE_URL: "mysql://x" }],
  ["CLOUDFLARE_API_TOKEN", { CLOUDFLARE_API_TOKEN: "to ken", NEXTAUTH_SECRET: secret }],
  ["CLOUDFLARE_API_BASE_URL", { CLOUDFLARE_API_BASE_URL: "ftp://x", NEXTAUTH_SECRET: secret }],
  ["NEXTAUTH_URL", { NEXTAUTH_URL: "console" }],
  ["NEXTAUTH_SECRET", { NEXTAUTH_SECRET: "short-secret" }],
  ["NEXTAUTH_SECRET", { CLOUDFLARE_API_TOKEN: "token" }],
  ["PRACTICE_SIGN_IN", { PRACTICE_SIGN_IN: "yes" }],
  ["PROBE_PRIVATE_EDGES", { PROBE_PRIVATE_EDGES: "127.0.0.1" }],
  ["PROBE_PRIVATE_EDGES", { PROBE_PRIVATE_EDGES: "127.0.0.1:1, 127.0.0.1:99999" }],
  ["PROBE_DNS_SERVERS", { PROBE_DNS_SERVERS: "192.0.2.53, dns.example" }],
  ["PROBE_SECRET_A", { PROBE_SECRET_A: "short-secret-without-a-domain" }],
  ["FRAME_ANCESTORS", { FRAME_ANCESTORS: "*", NEXTAUTH_URL: "https://console.example" }],
  ["FRAME_ANCESTORS", { FRAME_ANCESTORS: "http://a.example", NEXTAUTH_URL: "https://b.example" }],
  ["DATA_DIR", { DATA_DIR: "/dev/null/folder" }],
  ["TRUSTED_PROXIES", { TRUSTED_PROXIES: "proxy.example.com" }],
  ["AUDIT_SEAL_COPIES", { AUDIT_SEAL_COPIES: "log, seals" }],
  ["LOG_LEVEL", { LOG_LEVEL: "loud" }],
])("%s is named when it is wrong, with what is expected and without its value", (name, source) => {
  const attempt = () => readEnv({ DATA_DIR: makeTestFolder(), ...source });
  expect(attempt).toThrow(new RegExp(`^${name}: .*expected`));
  expect(attempt).not.toThrow(/to ken|short-secret/);
});

test("who may frame the console is named only where browsers keep its cookies in a frame", () => {
  const FRAME_ANCESTORS = "https://help.example, https://*.zendesk.com";
  const read = (NEXTAUTH_URL: string) =>
    readEnv({ DATA_DIR: makeTestFolder(), NEXTAUTH_URL, FRAME_ANCESTORS });
  expect(read("https://console.example").frameAncestors).toEqual([
    "https://help.example",
    "https://*.zendesk.com",
  ]);
  expect(() => read("http://console.example")).toThrow(/^FRAME_ANCESTORS: needs NEXTAUTH_URL/);
});
