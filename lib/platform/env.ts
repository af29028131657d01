import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import path from "node:path";
import * as z from "zod";
import { readTrustedProxies, type TrustedProxies } from "./client-address";
import { oidcExpected, type OidcSettings, oidcVariables, readOidcSettings } from "./oidc-settings";

/** Where purges are sent. token null: none is configured, so nothing can be sent. */
export interface CloudflareConnection {
  baseUrl: string;
  token: string | null;
  /** Reads Cloudflare's own audit log, and can do nothing else; null: there is none. */
  auditToken: string | null;
}

export interface Env {
  /** practice: no Cloudflare is configured, the console starts its own practice edge. */
  mode: "practice" | "cloudflare";
  port: number;
  dataDir: string;
  databaseUrl: string | undefined;
  /** The same database as its owner, for migrations alone; absent: one role does all. */
  databaseOwnerUrl: string | undefined;
  cloudflare: CloudflareConnection;
  nextAuthUrl: string;
  nextAuthSecret: string;
  practiceSignIn: boolean;
  /** The OpenID provider that people sign in with; null: none. */
  oidc: OidcSettings | null;
  /** Whom people without a role are told to ask. */
  accessContact: string | null;
  /** Edges on loopback or private addresses that probes may connect to, as "address:port". */
  privateEdges: Set<string>;
  /** Name servers that probes ask for addresses, as "address" or "address:port"; none: the system's. */
  dnsServers: string[];
  /** Secrets that pages' probe headers name: for hosts at and under the domain alone. */
  probeSecrets: Map<string, { domain: string; value: string }>;
  logLevel: string;
  /** Origins of pages that may show the console in a frame of theirs; none: nobody may. */
  frameAncestors: string[];
  /** What a reader of /metrics has to show; null: anybody who reaches the console may read them. */
  metricsToken: string | null;
  /** Who is believed when they say where a request came from; nobody by default. */
  trustedProxies: TrustedProxies;
  /** Where the keys are that sign the audit record, and where its seals are written. */
  auditKeyDir: string;
  auditSealDir: string;
  /** Further places for seals: folders, addresses, "log". */
  auditSealCopies: string[];
  /** What canaries sign their edits with; null: they are not signed. */
  canaryHookSecret: string | null;
  /** For how many days audit entries are kept; null: for ever. */
  auditRetentionDays: number | null;
}

/** Thrown with one line a variable: its name, what is expected. Never a secret's value. */
export class EnvError extends Error {}

const defaultBaseUrl = "https://api.cloudflare.com/client/v4";
const emptyIsUnset = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsUnset, schema.optional());

const listOf = (text: string | undefined) => (text ?? "").split(/[\s,]+/).filter(Boolean);
/** An origin, or one for all hosts below a domain. Plain http could be replaced on its way. */
const isFramingOrigin = (origin: string) =>
  /^https:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/i.test(origin);

const isNameServer = (server: string) => {
  const [, six, four] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d{1,5})?$/.exec(server) ?? [];
  return isIP(six ?? four ?? server) !== 0;
};
const isAddress = (edge: string) =>
  /^\S+:\d{1,5}$/.test(edge) && Number(edge.replace(/.*:/, "")) < 65_536;

const isSealPlace = (place: string) =>
  place === "log" || place.startsWith("/") || /^https?:\/\/[^/]/.test(place);

const optionalOidc = Object.fromEntries(
  Object.entries(oidcVariables).map(([name, schema]) => [name, optional(schema)]),
) as { [Name in keyof typeof oidcVariables]: ReturnType<typeof optional<z.ZodString>> };

const variables = z.object({
  ...optionalOidc,
  ACCESS_CONTACT: optional(z.string().regex(/^[^\r\n]{1,200}$/)),
  PORT: optional(z.coerce.number().int().min(1).max(65_535)),
  /** For what starts the web server: scripts/listen-host.mjs. */
  LISTEN_HOST: optional(z.union([z.ipv4(), z.ipv6()])),
  DATA_DIR: optional(z.string()),
  DATABASE_URL: optional(z.string().regex(/^postgres(ql)?:\/\/.+/)),
  DATABASE_OWNER_URL: optional(z.string().regex(/^postgres(ql)?:\/\/.+/)),
  CLOUDFLARE_API_TOKEN: optional(z.string().regex(/^[\x21-\x7e]+$/)),
  CLOUDFLARE_AUDIT_TOKEN: optional(z.string().regex(/^[\x21-\x7e]+$/)),
  CLOUDFLARE_API_BASE_URL: optional(z.url({ protocol: /^https?$/ })),
  NEXTAUTH_URL: optional(z.url({ protocol: /^https?$/ })),
  NEXTAUTH_SECRET: optional(z.string().min(16)),
  PRACTICE_SIGN_IN: optional(z.enum(["on", "off"])),
  PROBE_PRIVATE_EDGES: optional(z.string().refine((list) => listOf(list).every(isAddress))),
  PROBE_DNS_SERVERS: optional(
    z.string().refine((list) => listOf(list).every((server) => isNameServer(server))),
  ),
  FRAME_ANCESTORS: optional(z.string().refine((list) => listOf(list).every(isFramingOrigin))),
  METRICS_TOKEN: optional(z.string().regex(/^[\x21-\x7e]{16,}$/)),
  TRUSTED_PROXIES: optional(z.string().refine((list) => readTrustedProxies(listOf(list)) !== null)),
  AUDIT_KEY_DIR: optional(z.string()),
  AUDIT_SEAL_DIR: optional(z.string()),
  AUDIT_RETENTION_DAYS: optional(z.coerce.number().int().min(30).max(36_500)),
  AUDIT_SEAL_COPIES: optional(z.string().refine((list) => listOf(list).every(isSealPlace))),
  CANARY_HOOK_SECRET: optional(z.string().regex(/^[\x21-\x7e]{16,}$/)),
  LOG_LEVEL: optional(z.enum(["fatal", "error", "warn", "info", "debug", "silent"])),
});

const expected: Record<keyof z.infer<typeof variables>, string> = {
  ...oidcExpected,
  ACCESS_CONTACT: "whom to ask for access, at most 200 characters on one line",
  PORT: "a whole number from 1 to 65535",
  LISTEN_HOST: "an IP address such as 127.0.0.1",
  DATA_DIR: "a folder",
  DATABASE_URL: "a PostgreSQL address such as postgresql://user:password@host:5432/database",
  DATABASE_OWNER_URL: "the same database as DATABASE_URL's, as the role that owns it",
  CLOUDFLARE_API_TOKEN: "an API token without spaces or line breaks",
  CLOUDFLARE_AUDIT_TOKEN: "an API token without spaces or line breaks",
  CLOUDFLARE_API_BASE_URL: `an http or https address such as ${defaultBaseUrl}`,
  NEXTAUTH_URL: "the console's own http or https address",
  NEXTAUTH_SECRET: "at least 16 characters, for example from: openssl rand -base64 32",
  PRACTICE_SIGN_IN: "on or off",
  PROBE_PRIVATE_EDGES: "addresses with ports, separated by commas, such as 127.0.0.1:8081",
  FRAME_ANCESTORS: "https origins, separated by spaces, such as https://*.zendesk.com",
  PROBE_DNS_SERVERS: "IP addresses, with a port if it is not 53, separated by commas",
  METRICS_TOKEN: "at least 16 characters without spaces",
  TRUSTED_PROXIES:
    "a number of hops from 0 to 9, or addresses such as 10.0.0.0/8, separated by commas",
  AUDIT_KEY_DIR: "a folder",
  AUDIT_SEAL_DIR: "a folder",
  AUDIT_RETENTION_DAYS: "a whole number of days from 30 to 36500",
  AUDIT_SEAL_COPIES: "log, absolute folders, http or https addresses, separated by commas",
  CANARY_HOOK_SECRET: "at least 16 characters without spaces",
  LOG_LEVEL: "fatal, error, warn, info, debug or silent",
};

const folder = (name: string) => path.resolve(/* turbopackIgnore: true */ name);

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

const secretVariable = /^PROBE_SECRET_([A-Z0-9_]{1,60})$/;

/** The variables PROBE_SECRET_<NAME>, each "domain:value". @throws EnvError naming the variable alone */
function readProbeSecrets(source: Record<string, string | undefined>): Env["probeSecrets"] {
  const secrets: Env["probeSecrets"] = new Map();
  for (const [variable, text = ""] of Object.entries(source)) {
    const name = secretVariable.exec(variable)?.[1];
    if (name === undefined || text === "") continue;
    const [, domain, value] = /^([a-z0-9.-]+):([\x21-\x7e]{8,300})$/.exec(text) ?? [];
    if (domain === undefined || value === undefined) {
      throw new EnvError(
        `${variable}: expected the domain that it is for, a colon, and 8 to 300 characters without spaces`,
      );
    }
    secrets.set(name, { domain, value });
  }
  return secrets;
}

/** What variables mean together. @throws EnvError when one of them lacks another */
function checkTogether(value: z.infer<typeof variables>) {
  const real =
    value.CLOUDFLARE_API_TOKEN !== undefined || value.CLOUDFLARE_API_BASE_URL !== undefined;
  const oidc = readOidcSettings(value);
  if (oidc !== null && "missing" in oidc) {
    const { missing } = oidc;
    throw new EnvError(
      `${missing}: required with the other OIDC variables; expected ${expected[missing as keyof typeof expected]}`,
    );
  }
  if ((real || oidc !== null) && value.NEXTAUTH_SECRET === undefined) {
    throw new EnvError(
      `NEXTAUTH_SECRET: required as soon as Cloudflare or OIDC is configured; expected ${expected.NEXTAUTH_SECRET}`,
    );
  }
  const frameAncestors = listOf(value.FRAME_ANCESTORS);
  if (frameAncestors.length > 0 && value.NEXTAUTH_URL?.startsWith("https:") !== true) {
    throw new EnvError(
      "FRAME_ANCESTORS: needs NEXTAUTH_URL to be an https address, since browsers keep no other cookies in a frame",
    );
  }
  return { real, oidc, frameAncestors };
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
  const { real, oidc, frameAncestors } = checkTogether(value);
  const port = value.PORT ?? 3000;
  const dataDir = folder(value.DATA_DIR ?? ".data");
  return {
    mode: real ? "cloudflare" : "practice",
    port,
    dataDir,
    databaseUrl: value.DATABASE_URL,
    databaseOwnerUrl: value.DATABASE_OWNER_URL,
    cloudflare: {
      baseUrl: (value.CLOUDFLARE_API_BASE_URL ?? defaultBaseUrl).replace(/\/+$/, ""),
      token: value.CLOUDFLARE_API_TOKEN ?? null,
      auditToken: value.CLOUDFLARE_AUDIT_TOKEN ?? null,
    },
    nextAuthUrl: value.NEXTAUTH_URL ?? `http://localhost:${port}`,
    nextAuthSecret: value.NEXTAUTH_SECRET ?? practiceSecret(dataDir),
    practiceSignIn:
      value.PRACTICE_SIGN_IN === undefined
        ? !real && oidc === null
        : value.PRACTICE_SIGN_IN === "on",
    oidc,
    accessContact: value.ACCESS_CONTACT ?? null,
    privateEdges: new Set(listOf(value.PROBE_PRIVATE_EDGES ?? "")),
    dnsServers: listOf(value.PROBE_DNS_SERVERS ?? ""),
    probeSecrets: readProbeSecrets(source),
    logLevel: value.LOG_LEVEL ?? "info",
    frameAncestors,
    metricsToken: value.METRICS_TOKEN ?? null,
    trustedProxies: readTrustedProxies(listOf(value.TRUSTED_PROXIES ?? "0")) ?? { hops: 0 },
    auditKeyDir: folder(value.AUDIT_KEY_DIR ?? path.join(dataDir, "audit/keys")),
    auditSealDir: folder(value.AUDIT_SEAL_DIR ?? path.join(dataDir, "audit/seals")),
    auditRetentionDays: value.AUDIT_RETENTION_DAYS ?? null,
    auditSealCopies: listOf(value.AUDIT_SEAL_COPIES ?? ""),
    canaryHookSecret: value.CANARY_HOOK_SECRET ?? null,
  };
}

const shared = globalThis as typeof globalThis & { purgeConsoleEnv?: Env };

/** The process's settings; read and checked at first use. */
export function env(): Env {
  shared.purgeConsoleEnv ??= readEnv(process.env);
  return shared.purgeConsoleEnv;
}

/** Makes settings that were read elsewhere the process's. */
export function useEnv(settings: Env): void {
  shared.purgeConsoleEnv = settings;
}

/** next-auth reads these two from the process itself, also where the console worked them out. */
export function handSettingsToNextAuth(): void {
  process.env["NEXTAUTH_URL"] = env().nextAuthUrl;
  process.env["NEXTAUTH_SECRET"] = env().nextAuthSecret;
}

/** Points the console at a practice edge that this process has started; probes may reach these addresses. */
export function usePracticeEdge(connection: CloudflareConnection, addresses: string[]): void {
  env().cloudflare = connection;
  for (const address of addresses) env().privateEdges.add(address);
}
