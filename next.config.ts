import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants";

const config: NextConfig = {
  poweredByHeader: false,
  // npm test checks types; a first start should not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Loaded from node_modules as they are: they bring WebAssembly, workers or files of their own.
  serverExternalPackages: [
    "@electric-sql/pglite",
    "@prisma/adapter-pg",
    "@prisma/schema-engine-wasm",
    "cloudflare",
    "pg",
    "pglite-prisma-adapter",
    "pino",
    "prom-client",
  ],
  // Read by their paths at run time, so the build cannot see that they are needed.
  outputFileTracingIncludes: {
    "/*": [
      "prisma/schema.prisma",
      "prisma/migrations/**",
      "node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm",
    ],
  },
  headers: () =>
    Promise.resolve([
      {
        source: "/:path*",
        headers: [
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "Referrer-Policy", value: "same-origin" },
          { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
          {
            key: "Permissions-Policy",
            value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
          },
          // For answers that are no pages; each page gets one with a nonce from proxy.ts in place of it.
          {
            key: "Content-Security-Policy",
            value:
              "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          },
        ],
      },
    ]),
};

/** The build also makes what a container runs (scripts/assemble-standalone.mjs); `next start` has no use for it. */
export default function configFor(phase: string): NextConfig {
  return phase === PHASE_PRODUCTION_BUILD ? { ...config, output: "standalone" } : config;
}
