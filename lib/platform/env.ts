import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";

/** Where purges are sent. token null: none is configured, so nothing can be sent. */
export interface CloudflareConnection {
  baseUrl: string;
  token: string | null;
}

export interface Env {
  /** practice: no Cloudflare is configured, the console starts its own practice edge. */
  mode: "practice" | "cloudflare";
  port: number;
  dataDir: string;
  databaseUrl: string | undefined;
  cloudflare: CloudflareConnection;
  nextAuthUrl: string;
  nextAuthSecret: string;
  practiceSignIn: boolean;
  /** Edges on loopback or private addresses that probes may connect to, as "address:port". */
  privateEdges: Set<string>;
  logLevel: string;
  /** What a reader of /metrics has to show; null: anybody who reaches the console may read them. */
  metricsToken: string | null;
}

/** Thrown with one line a variable: its name, what is expected. Never a secret's value. */
export class EnvError extends Error {}

const defaultBaseUrl = "https://api.cloudflare.com/client/v4";
const emptyIsUnset = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsUnset, schema.optional());

const isAddress = (edge: string) =>
  /^\S+:\d{1,5}$/.test(edge) && Number(edge.replace(/.*:/, "")) < 65_536;

const variables = z.object({
  PORT: optional(z.coerce.number().int().min(1).max(65_535)),
  /** For what starts the web server: scripts/listen-host.mjs. */
  LISTEN_HOST: optional(z.union([z.ipv4(), z.ipv6()])),
  DATA_DIR: optional(z.string()),
  DATABASE_URL: optional(z.string().regex(/^postgres(ql)?:\/\/.+/)),
  CLOUDFLARE_API_TOKEN: optional(z.string().regex(/^[\x21-\x7e]+$/)),
  CLOUDFLARE_API_BASE_URL: optional(z.url({ protocol: /^https?$/ })),
  NEXTAUTH_URL: optional(z.url({ protocol: /^https?$/ })),
  NEXTAUTH_SECRET: optional(z.string().min(16)),
  PRACTICE_SIGN_IN: optional(z.enum(["on", "off"])),
  PROBE_PRIVATE_EDGES: optional(
    z.string().refine((list) => list.split(",").every((edge) => isAddress(edge.trim()))),
  ),
  METRICS_TOKEN: optional(z.string().regex(/^[\x21-\x7e]{16,}$/)),
  LOG_LEVEL: optional(z.enum(["fatal", "error", "warn", "info", "debug", "silent"])),
});

const expected: Record<keyof z.infer<typeof variables>, string> = {
  PORT: "a whole number from 1 to 65535",
  LISTEN_HOST: "an IP address such as 127.0.0.1",
  DATA_DIR: "a folder",
  DATABASE_URL: "a PostgreSQL address such as postgresql://user:password@host:5432/database",
  CLOUDFLARE_API_TOKEN: "an API token without spaces or line breaks",
  CLOUDFLARE_API_BASE_URL: `an http or https address such as ${defaultBaseUrl}`,
  NEXTAUTH_URL: "the console's own http or https address",
  NEXTAUTH_SECRET: "at least 16 characters, for example from: openssl rand -base64 32",
  PRACTICE_SIGN_IN: "on or off",
  PROBE_PRIVATE_EDGES: "addresses with ports, separated by commas, such as 127.0.0.1:8081",
  METRICS_TOKEN: "at least 16 characters without spaces",
  LOG_LEVEL: "fatal, error, warn, info, debug or silent",
};

/**
 * Practice mode makes its own secret and keeps it, so that sign-ins survive a restart. Consoles that start
 * together in one folder have to agree: the file appears with its content, and the first one stays.
 */
function practiceSecret(dataDir: string): string {
  const file = path.join(dataDir, "nextauth-secret");
  if (!existsSync(file)) {
    const own = `${file}.${process.pid}`;
    try {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      writeFileSync(own, randomBytes(32).toString("base64url"), { mode: 0o600 });
      linkSync(own, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw new EnvError("DATA_DIR: expected a folder that can be written to");
      }
    }
    // Where it could be written, it can be removed.
    if (existsSync(own)) rmSync(own);
  }
  return readFileSync(file, "utf8").trim();
}

/**
 * Reads and checks the environment.
 *
 * @throws EnvError naming each wrong or missing variable and what is expected
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const parsed = variables.safeParse(source);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
    const lines = names.map(
      (name) => `${name}: expected ${expected[name as keyof typeof expected]}`,
    );
    throw new EnvError(lines.join("\n"));
  }
  const value = parsed.data;
  const real =
    value.CLOUDFLARE_API_TOKEN !== undefined || value.CLOUDFLARE_API_BASE_URL !== undefined;
  if (real && value.NEXTAUTH_SECRET === undefined) {
    throw new EnvError(
      `NEXTAUTH_SECRET: required as soon as Cloudflare is configured; expected ${expected.NEXTAUTH_SECRET}`,
    );
  }
  const port = value.PORT ?? 3000;
  const dataDir = path.resolve(/* turbopackIgnore: true */ value.DATA_DIR ?? ".data");
  return {
    mode: real ? "cloudflare" : "practice",
    port,
    dataDir,
    databaseUrl: value.DATABASE_URL,
    cloudflare: {
      baseUrl: (value.CLOUDFLARE_API_BASE_URL ?? defaultBaseUrl).replace(/\/+$/, ""),
      token: value.CLOUDFLARE_API_TOKEN ?? null,
    },
    nextAuthUrl: value.NEXTAUTH_URL ?? `http://localhost:${port}`,
    nextAuthSecret: value.NEXTAUTH_SECRET ?? practiceSecret(dataDir),
    practiceSignIn: value.PRACTICE_SIGN_IN === undefined ? !real : value.PRACTICE_SIGN_IN === "on",
    privateEdges: new Set(
      (value.PROBE_PRIVATE_EDGES ?? "")
        .split(",")
        .map((edge) => edge.trim())
        .filter(Boolean),
    ),
    logLevel: value.LOG_LEVEL ?? "info",
    metricsToken: value.METRICS_TOKEN ?? null,
  };
}

const shared = globalThis as typeof globalThis & { purgeConsoleEnv?: Env };

/** The process's settings; read and checked at first use. */
export function env(): Env {
  shared.purgeConsoleEnv ??= readEnv(process.env);
  return shared.purgeConsoleEnv;
}

/** next-auth reads these two from the process itself, also where the console worked them out. */
export function handSettingsToNextAuth(): void {
  process.env["NEXTAUTH_URL"] = env().nextAuthUrl;
  process.env["NEXTAUTH_SECRET"] = env().nextAuthSecret;
}

/** Points the console at a practice edge that this process has started. */
export function usePracticeEdge(connection: CloudflareConnection, edges: string[]): void {
  env().cloudflare = connection;
  for (const edge of edges) env().privateEdges.add(edge);
}
