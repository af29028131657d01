import type { HostOwner } from "../practice-world";
import type { StagedPage } from "./staged-pages";

/** What a purge of a scenario names, and how it goes. */
export interface StagedPurge {
  selector: Record<string, unknown>;
  traceId: string;
  /** It takes so long to reach the data centres, ms. */
  delayMs?: number;
  /** Sent with a token that Cloudflare does not know. */
  refused?: boolean;
}

/** What a scenario sets the practice world up with: one tenant, and everything around its page. */
export interface Stage {
  owner: HostOwner;
  host: string;
  /** The page as a visitor addresses it, without a port: what a purge by URL names. */
  url: string;
  /** Another tenant of the zone. */
  neighbour: HostOwner["tenant"];
  /** Has the origin answer the page like this from now on. */
  put(page: StagedPage): void;
  /** Takes the page out of every data centre (purge), or lets it expire there (invalidate), unseen by anybody. */
  drop(method: "purge" | "invalidate"): void;
  /** Opens the page through every data centre, as a visitor would. */
  visit(): Promise<void>;
  /** Has the app purge, and tell the console of it. */
  purge(order: StagedPurge): Promise<void>;
  /** Has the app tell the console of a write that is committed now. */
  committed(traceId: string): Promise<void>;
  /** Time goes by, ms. */
  pause(ms: number): Promise<void>;
}

/** One thing that can be wrong with a page, to be clicked. */
export interface Scenario {
  id: string;
  /** What asking why finds: a cause, or a finding beside it. */
  kind: "cause" | "finding";
  expects: string;
  title: string;
  about: string;
  path: string;
  /** Copies that the edge keeps of the page beside the default one, as the console's set-up has them. */
  variants?: readonly { name: string; language: string }[];
  setUp(stage: Stage): Promise<void>;
}
