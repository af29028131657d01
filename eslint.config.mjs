import js from "@eslint/js";
import next from "@next/eslint-plugin-next";
import query from "@tanstack/eslint-plugin-query";
import { defineConfig } from "eslint/config";
import boundaries from "eslint-plugin-boundaries";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { explainedDisable } from "./scripts/lint-fence-comments.mjs";
import { fenceRules, fenceSettings } from "./scripts/lint-fence.mjs";

const source = ["**/*.{ts,tsx}"];
const tests = ["**/*.test.{ts,tsx}", "prisma/testing/**", "lib/local-edge/testing/**", "e2e/**"];
// The only modules whose default export somebody else's tool asks for.
const defaultExports = [
  "app/**/{page,layout,error,global-error,not-found,loading}.tsx",
  "*.config.{ts,mjs}",
  "prisma/testing/*-global-setup.ts",
  "e2e/support/build-first.ts",
  "scripts/lint-fence-dead-code.mjs",
];
const readsEnvironment = [
  ...["lib/platform/env.ts", "*.config.{ts,mjs}", "instrumentation.ts", "proxy.ts", "scripts/**"],
  ...["prisma/testing/**", "e2e/**", "bench/**"],
];
const serverCode = [
  ...["app/api/**", "lib/edge/**", "lib/local-edge/**", "lib/start/**"],
  "lib/domain/audit/seal-places.ts",
];

/** Rules are errors or off: what a plugin only warns of is an error here. */
function strict(rules) {
  const entries = Object.entries(rules).map(([name, setting]) => {
    const [level, ...options] = [setting].flat();
    return [name, level === "off" || level === 0 ? "off" : ["error", ...options]];
  });
  return Object.fromEntries(entries);
}

const zodForm = [
  {
    selector:
      "ImportDeclaration[source.value=/^zod/] > :matches(ImportSpecifier, ImportDefaultSpecifier)",
    message: 'Write `import * as z from "zod"`: only then is the unused rest of zod left out.',
  },
];
const noBarrels = [
  {
    selector: ":matches(ExportAllDeclaration, ExportNamedDeclaration[source])",
    message: "No barrels: import from the file that has it.",
  },
];
const noHiddenImports = [
  {
    selector: "ImportExpression:not([source.type='Literal'])",
    message: "Name the imported file literally, or the fence cannot see it.",
  },
];
const noDefaultExport = [
  {
    selector: ":matches(ExportDefaultDeclaration, ExportSpecifier[exported.name='default'])",
    message: "Export by name; only files that Next or a tool loads have a default export.",
  },
];
const syntax = [...zodForm, ...noBarrels, ...noHiddenImports];

const fetchMessage = "The browser talks to the API through lib/queries/api-client.ts alone.";
const browserCalls = ["fetch", "XMLHttpRequest", "EventSource", "WebSocket"];

export default defineConfig(
  {
    ignores: [
      ...["node_modules/", ".next*/", ".data/", ".cache/", "prisma/generated/", "next-env.d.ts"],
      ...["test-results/", "playwright-report/"],
      // For readers to paste: they are no part of the console, and e2e/gateway.spec.ts runs them.
      "docs/examples/",
    ],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
  },
  {
    files: [...source, "**/*.{mjs,cjs}"],
    plugins: { boundaries, "purge-console": { rules: { "explained-disable": explainedDisable } } },
    settings: fenceSettings,
    rules: {
      ...strict(js.configs.recommended.rules),
      ...fenceRules,
      "purge-console/explained-disable": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-restricted-syntax": ["error", ...syntax, ...noDefaultExport],
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", 60],
    },
  },
  { files: defaultExports, rules: { "no-restricted-syntax": ["error", ...syntax] } },
  {
    files: ["**/index.{ts,tsx,mjs}"],
    rules: {
      "no-restricted-syntax": ["error", { selector: "Program", message: "No index files." }],
    },
  },
  {
    files: source,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "no-undef": "off",
      // Numbers read well in messages; objects and undefined still do not.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `onClick={() => close()}` is clear; a used void value is still refused.
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message: "Settings are read and checked in lib/platform/env.ts.",
        },
      ],
    },
  },
  { files: readsEnvironment, rules: { "no-restricted-properties": "off" } },
  {
    files: ["{app,components,lib}/**/*.{ts,tsx}"],
    ignores: [...serverCode, "lib/queries/api-client.ts", ...tests],
    languageOptions: { globals: { window: "readonly", self: "readonly" } },
    rules: {
      "no-restricted-globals": [
        "error",
        {
          globals: browserCalls.map((name) => ({ name, message: fetchMessage })),
          checkGlobalObject: true,
        },
      ],
    },
  },
  {
    files: ["{app,components,lib/queries}/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks, "@tanstack/query": query, "@next/next": next },
    rules: {
      ...strict(reactHooks.configs.flat["recommended-latest"].rules),
      ...strict(query.configs["flat/recommended-strict"].at(-1).rules),
      ...strict(next.configs.recommended.rules),
      ...strict(next.configs["core-web-vitals"].rules),
    },
  },
  { files: tests, rules: { "max-lines-per-function": "off" } },
  {
    files: ["e2e/**"],
    // Playwright reads a fixture's needs from its first parameter: none is `{}`.
    rules: { "no-empty-pattern": ["error", { allowObjectPatternsAsParameters: true }] },
  },
  {
    files: ["**/*.{mjs,cjs}"],
    languageOptions: {
      globals: Object.fromEntries(
        ["console", "process", "fetch", "AbortSignal", "URL", "URLSearchParams", "Buffer"]
          .concat(["setTimeout", "clearTimeout", "setInterval", "clearInterval"])
          .map((name) => [name, "readonly"]),
      ),
    },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { require: "readonly", exports: "writable", __dirname: "readonly" },
    },
  },
);
