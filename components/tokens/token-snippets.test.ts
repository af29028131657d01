import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { purgeEvent } from "@/lib/schemas/purge-events";
import type { MadeToken } from "@/lib/schemas/tokens";
import { selectorKinds } from "@/lib/schemas/words";
import { agentLine, curlLine, onlyProbes, onlyReports } from "./token-snippets";

const made = (token: Partial<MadeToken["token"]>): MadeToken => ({
  secret: "pct_secret",
  token: {
    id: "01900000-0000-7000-8000-000000000000",
    name: "billing, production",
    service: "billing",
    verbs: ["report"],
    zones: [{ id: "c0ffee00000000000000000000000001", name: "example.com" }],
    tenants: [],
    selectorKinds: ["tags"],
    source: "app",
    createdAt: "2026-03-01T12:00:00.000Z",
    createdBy: "admin@example.com",
    expiresAt: "2026-05-30T12:00:00.000Z",
    lastUsedAt: null,
    revoked: null,
    callsPerSecond: 100,
    ...token,
  },
});

/** What a shell gives to curl, argument by argument. */
function asked(line: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${line}`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

test.each(selectorKinds)("a token that reports %s gets its first report to paste", (kind) => {
  const args = asked(curlLine(made({ selectorKinds: [kind] }), "https://purge.example.com"));
  expect(args[0]).toBe("https://purge.example.com/api/v1/purge-events");
  expect(args).toContain("Authorization: Bearer pct_secret");
  const event = purgeEvent.parse(JSON.parse(args.at(-1) ?? ""));
  expect(event).toMatchObject({ zone: "example.com", result: { status: "accepted" } });
  expect(Math.abs(Date.now() - Date.parse(event.at))).toBeLessThan(60_000);
});

test("one that purges gets its first purge, one that does neither whether it works", () => {
  const address = (verbs: MadeToken["token"]["verbs"]) =>
    asked(curlLine(made({ verbs }), "https://purge.example.com"))[0];
  expect(address(["purge", "report"])).toMatch(/\/purge_cache$/);
  expect(address(["write"])).toMatch(/\/user\/tokens\/verify$/);
  expect(onlyReports(made({ verbs: ["purge", "report"] }))).toBe(false);
});

test("one that only probes gets the command that starts its agent", () => {
  const probing = made({ verbs: ["probe"] });
  expect(onlyProbes(probing)).toBe(true);
  expect(onlyProbes(made({ verbs: ["probe", "read"] }))).toBe(false);
  const script = `npm() { printf '%s|' "$@" "$CONSOLE_URL" "$PROBE_AGENT_TOKEN" "$PROBE_AGENT_PLACE"; }\n${agentLine(probing, "https://purge.example.com")}`;
  expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(
    "run|probe-agent|https://purge.example.com|pct_secret|where it is|",
  );
});
