import packageJson from "@/package.json";
import { env } from "./env";

/** Where the console is, for every screen. */
export interface Environment {
  mode: "practice" | "cloudflare";
  /** "Practice edge", or the host of Cloudflare's API. */
  label: string;
  /** Anybody who reaches the console may sign in as anybody: for practice and trial only. */
  practiceSignIn: boolean;
  /** What the identity provider is called that people sign in with; null: there is none. */
  identityProvider: string | null;
  /** Whom people without a role are told to ask; null: nobody is named. */
  accessContact: string | null;
  /** The practice edge's switchboard; null when talking to Cloudflare. */
  controlUrl: string | null;
  version: string;
}

const shared = globalThis as typeof globalThis & { purgeConsolePracticeControl?: string };

/** Remembers the address of the practice edge's switchboard. */
export function rememberPracticeControl(url: string): void {
  shared.purgeConsolePracticeControl = url;
}

/** What the screens say about where they are. */
export function environment(): Environment {
  const { mode, practiceSignIn, cloudflare, oidc, accessContact } = env();
  return {
    mode,
    label: mode === "practice" ? "Practice edge" : new URL(cloudflare.baseUrl).host,
    practiceSignIn,
    identityProvider: oidc?.name ?? null,
    accessContact,
    controlUrl: shared.purgeConsolePracticeControl ?? null,
    version: packageJson.version,
  };
}
