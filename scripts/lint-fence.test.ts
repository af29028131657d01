import { ESLint, type Linter } from "eslint";
import tseslint from "typescript-eslint";
import { describe, expect, it } from "vitest";

// Linters were seen to pass because they looked at nothing. Each line below is bad code in a place that
// has no such file; the linter must answer with the one fitting error.
const untyped = new ESLint({
  overrideConfig: [
    { languageOptions: { parserOptions: { projectService: false } } },
    tseslint.configs.disableTypeChecked,
  ],
});
// Rules that ask for types can only judge a file that the compiler knows.
const typed = new ESLint();
const knownFile = "lib/schemas/words.ts";

// The first file that asks for types has the compiler read the whole project.
const compilerMs = 180_000;

async function lint(eslint: ESLint, filePath: string, code: string) {
  const [result] = await eslint.lintText(`${code}\n`, { filePath });
  return result?.messages ?? [];
}

const uses = (source: string) => `import { thing } from "${source}";\nexport const other = thing;`;
const fence = "boundaries/dependencies";

const badImports: [file: string, source: string][] = [
  ["app/(console)/sample/page-parts.tsx", "@/lib/platform/database"],
  ["app/(console)/sample/page-parts.tsx", "@/lib/audit/write-entry"],
  ["app/(console)/sample/page-parts.tsx", "@/prisma/generated/client"],
  ["app/(console)/sample/page-parts.tsx", "@/components/ui/button"],
  ["app/api/v1/sample/route.ts", "@/lib/edge/purge-call"],
  ["components/purges/sample.tsx", "@/lib/http/route"],
  ["components/purges/sample.tsx", "@/lib/domain/purges/tag-plan"],
  ["components/purges/sample.tsx", "@/lib/platform/environment"],
  ["components/purges/sample.tsx", "node:crypto"],
  ["components/ui/sample.tsx", "@/components/purges/durations"],
  ["components/ui/sample.tsx", "@/lib/schemas/words"],
  ["components/ui/sample.tsx", "@/lib/queries/purges"],
  ["components/ui/sample.tsx", "@tanstack/react-query"],
  ["lib/queries/sample.ts", "@/components/purges/durations"],
  ["lib/queries/sample.ts", "@/lib/platform/ids"],
  ["lib/http/sample.ts", "@/lib/domain/purges/tag-plan"],
  ["lib/http/sample.ts", "@/prisma/generated/client"],
  ["lib/domain/purges/sample.ts", "@/lib/domain/tenants/tenant-row"],
  ["lib/domain/purges/sample.ts", "@/lib/http/problem"],
  ["lib/domain/purges/sample.ts", "@/lib/auth/options"],
  ["lib/domain/purges/sample.ts", "next/headers"],
  ["lib/domain/purges/sample.ts", "react"],
  ["lib/domain/purges/sample.ts", "next-auth"],
  ["lib/domain/purges/sample.ts", "pg"],
  ["lib/domain/purges/sample.ts", "@/prisma/seed"],
  ["lib/audit/sample.ts", "@/lib/auth/options"],
  ["lib/auth/sample.ts", "@/lib/domain/purges/tag-plan"],
  ["lib/edge/sample.ts", "@/prisma/generated/client"],
  ["lib/edge/sample.ts", "@/lib/domain/purges/tag-plan"],
  ["lib/platform/sample.ts", "@/lib/audit/write-entry"],
  ["lib/schemas/sample.ts", "@/lib/platform/ids"],
  ["lib/schemas/sample.ts", "node:crypto"],
  ["lib/local-edge/sample.ts", "@/lib/schemas/words"],
  ["lib/local-edge/sample.ts", "pg"],
  ["lib/local-edge/sample.ts", "./testing/practice-fixture"],
  ["lib/domain/purges/sample.ts", "@/lib/local-edge/practice-world"],
  ["lib/platform/sample.ts", "@/lib/local-edge/practice-world"],
  ["app/api/v1/sample/route.ts", "@/lib/local-edge/practice-world"],
  ["lib/start/sample.ts", "@/prisma/testing/test-database"],
  ["lib/start/sample.ts", "@/lib/http/route"],
  ["prisma/sample.ts", "@/lib/http/route"],
  ["e2e/sample.ts", "@/lib/domain/purges/tag-plan"],
  ["proxy.ts", "@/lib/auth/read-actor"],
  ["proxy.ts", "@/lib/domain/purges/tag-plan"],
];

const otherForms: [name: string, code: string][] = [
  ["a type", 'import type { Thing } from "@/lib/http/route";\nexport type Other = Thing;'],
  ["an import later on", 'export const thing = () => import("@/lib/http/route");'],
  ["a relative path", 'import { thing } from "../http/route";\nexport const other = thing;'],
];

describe("the fence", () => {
  it.each(badImports)("keeps %s from importing %s", async (file, source) => {
    const messages = await lint(untyped, file, uses(source));
    expect(messages.map(({ ruleId }) => ruleId)).toEqual([fence]);
  });

  it.each(otherForms)("sees %s", async (_name, code) => {
    const messages = await lint(untyped, "lib/queries/sample.ts", code);
    expect(messages.map(({ ruleId }) => ruleId)).toEqual([fence]);
  });

  it("refuses an import that leads nowhere", async () => {
    const messages = await lint(untyped, "lib/domain/purges/sample.ts", uses("@/lib/nowhere"));
    expect(messages.map(({ ruleId }) => ruleId)).toContain("boundaries/no-unknown-dependencies");
    expect(messages.map(({ ruleId }) => ruleId)).toContain(fence);
  });

  it.each(["lib/misc/sample.ts", "middleware.ts", "helpers/sample.ts"])(
    "knows no %s",
    async (file) => {
      const messages = await lint(untyped, file, "export const one = 1;");
      expect(messages.map(({ ruleId }) => ruleId)).toEqual(["boundaries/no-unknown-files"]);
    },
  );

  it.each([
    ["app/(console)/sample/page-parts.tsx", "@/lib/platform/environment"],
    ["app/(console)/sample/page-parts.tsx", "@/components/purges/durations"],
    ["app/api/v1/sample/route.ts", "@/lib/domain/purges/tag-plan"],
    ["components/purges/sample.tsx", "@/lib/queries/purges"],
    ["components/purges/sample.tsx", "@/components/ui/button"],
    ["components/purges/sample.tsx", "next/link"],
    ["lib/domain/purges/sample.ts", "@/lib/domain/comparisons/comparison-row"],
    ["lib/domain/purges/sample.ts", "@/prisma/generated/client"],
    ["lib/domain/purges/sample.ts", "node:crypto"],
    ["lib/domain/purges/sample.ts", "./tag-plan"],
    ["lib/domain/purges/sample.test.ts", "@/prisma/testing/test-database"],
    ["lib/domain/purges/sample.test.ts", "@/lib/local-edge/start-practice-edge"],
    ["lib/start/sample.ts", "@/lib/local-edge/start-practice-edge"],
    ["lib/local-edge/sample.test.ts", "./testing/practice-fixture"],
    ["e2e/sample.ts", "@/prisma/testing/start-postgres"],
  ])("lets %s import %s", async (file, source) => {
    expect(await lint(untyped, file, uses(source))).toEqual([]);
  });
});

const sample = "components/purges/sample.tsx";
const inLib = "lib/domain/purges/sample.ts";
const syntax = "no-restricted-syntax";
const long = (lines: number) => "  void 0;\n".repeat(lines);

const badCode: [name: string, file: string, rule: string, code: string][] = [
  ["process.env", inLib, "no-restricted-properties", "export const a = process.env.HOME;"],
  ['process["env"]', inLib, "no-restricted-properties", 'export const a = process["env"];'],
  ["{ env } = process", inLib, "no-restricted-properties", "export const { env } = process;"],
  ["fetch", sample, "no-restricted-globals", 'export const a = () => fetch("/");'],
  ["window.fetch", sample, "no-restricted-globals", 'export const a = () => window.fetch("/");'],
  ["fetch", "lib/queries/sample.ts", "no-restricted-globals", 'export const a = fetch("/");'],
  ["EventSource", "app/sample.tsx", "no-restricted-globals", "export const a = EventSource;"],
  ["{ z } of zod", "lib/schemas/sample.ts", syntax, uses("zod")],
  ["zod's default", "lib/schemas/sample.ts", syntax, 'import z from "zod";\nexport const a = z;'],
  ["zod in a component", sample, fence, 'import * as z from "zod";\nexport const a = z;'],
  ["zod", "lib/queries/sample.ts", fence, 'import * as z from "zod";\nexport const a = z;'],
  ["a default export", inLib, syntax, "const a = 1;\nexport default a;"],
  ["a default export by name", inLib, syntax, "const a = 1;\nexport { a as default };"],
  ["a barrel", inLib, syntax, 'export * from "./tag-plan";'],
  ["a barrel by name", inLib, syntax, 'export { tag } from "./tag-plan";'],
  ["an index file", "lib/domain/purges/index.ts", syntax, "export const a = 1;"],
  ["a computed import", inLib, syntax, "export const a = (b: string) => import(b);"],
  ["a long file", inLib, "max-lines", `${long(299)}\nexport const a = 1;`],
  ["a long function", inLib, "max-lines-per-function", `export function a() {\n${long(60)}}`],
  [
    "a type's import in place",
    inLib,
    "@typescript-eslint/consistent-type-imports",
    'export type Thing = import("@/lib/http/route").Thing;',
  ],
  ["any", inLib, "@typescript-eslint/no-explicit-any", "export const a: any = 1;"],
  ["loose equality", inLib, "eqeqeq", "export const a = (b: string) => b == String(b);"],
  [
    "a conditional hook",
    sample,
    "react-hooks/rules-of-hooks",
    'import { useState } from "react";\nexport function useA(b: boolean) {\n  if (b) useState(1);\n}',
  ],
  [
    "an unstable query client",
    sample,
    "@tanstack/query/stable-query-client",
    'import { QueryClient } from "@tanstack/react-query";\nexport function A() {\n  const client = new QueryClient();\n  return String(client);\n}',
  ],
  ["an <img>", sample, "@next/next/no-img-element", 'export const A = () => <img src="/a.png" />;'],
  [
    "a rule off for no reason",
    inLib,
    "purge-console/explained-disable",
    "// eslint-disable-next-line eqeqeq\nexport const a = (b: string) => b == String(b);",
  ],
  [
    "all rules off",
    inLib,
    "purge-console/explained-disable",
    "/* eslint-disable */\nexport default 1;",
  ],
  [
    "settings in a file",
    inLib,
    "purge-console/explained-disable",
    '/* eslint eqeqeq: "off" */\nexport const a = (b: string) => b == String(b);',
  ],
];

describe("the rules", () => {
  it.each(badCode)("refuse %s in %s", async (_name, file, rule, code) => {
    const messages = await lint(untyped, file, code);
    expect(messages.map(({ ruleId }) => ruleId)).toEqual([rule]);
    expect(messages.map(({ severity }) => severity)).toEqual([2]);
  });

  it("refuse a disable comment that disables nothing", async () => {
    const code = "// eslint-disable-next-line eqeqeq -- a reason\nexport const a = 1;";
    const [message] = await lint(untyped, inLib, code);
    expect(message?.severity).toBe(2);
    expect(message?.message).toContain("Unused eslint-disable");
  });

  it.each([
    ["no-floating-promises", "export function a() {\n  Promise.resolve(1);\n}"],
    ["no-unnecessary-condition", "export const a = (b: string) => b ?? 1;"],
    [
      "switch-exhaustiveness-check",
      "export function a(b: 1 | 2) {\n  switch (b) {\n    case 1:\n      return 1;\n  }\n  return 0;\n}",
    ],
  ])("ask the compiler: %s", { timeout: compilerMs }, async (rule, code) => {
    const messages = await lint(typed, knownFile, code);
    expect(messages.map(({ ruleId }) => ruleId)).toEqual([`@typescript-eslint/${rule}`]);
  });

  it.each([
    ["lib/platform/env.ts", "export const a = process.env;"],
    ["scripts/sample.ts", "export const a = process.env;"],
    ["lib/queries/api-client.ts", 'export const a = () => fetch("/");'],
    ["lib/schemas/sample.ts", 'import * as z from "zod";\nexport const a = z.string();'],
    ["app/sample/page.tsx", "export default function Page() {\n  return null;\n}"],
    ["sample.config.ts", "export default {};"],
    [
      inLib,
      "// eslint-disable-next-line eqeqeq -- a reason\nexport const a = (b: string) => b == String(b);",
    ],
    ["lib/domain/purges/sample.test.ts", `export function a() {\n${long(60)}}`],
  ])("leave good code alone in %s", async (file, code) => {
    expect(await lint(untyped, file, code)).toEqual([]);
  });

  it.each([knownFile, sample, "app/page.tsx", "scripts/start.mjs", "e2e/sample.ts"])(
    "are errors or off for %s",
    async (file) => {
      const config = (await typed.calculateConfigForFile(file)) as Linter.Config;
      const levels = Object.values(config.rules ?? {}).map((entry) => [entry].flat()[0]);
      expect(levels.length).toBeGreaterThan(60);
      expect(levels.filter((level) => level === 1 || level === "warn")).toEqual([]);
    },
  );
});
