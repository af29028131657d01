import type { NextConfig } from "next";

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
  headers: () =>
    Promise.resolve([
      {
        source: "/:path*",
        headers: [
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "Referrer-Policy", value: "same-origin" },
          { key: "X-Frame-Options", value: "DENY" },
        ],
      },
    ]),
};

export default config;
