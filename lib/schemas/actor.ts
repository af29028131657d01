import type { Role, SelectorKind, TokenVerb, TriggerSource } from "./words";

/** A person who acts, read from the database for this request. */
export interface Actor {
  kind: "person";
  id: string;
  /** The person's address. */
  name: string;
  role: Role;
  sessionId: string;
  requestId: string;
}

/** To what a service token's rights reach; an empty list of zones or tenants means all of them. */
export interface TokenReach {
  verbs: readonly TokenVerb[];
  zoneIds: readonly string[];
  tenantIds: readonly string[];
  selectorKinds: readonly SelectorKind[];
}

/** A service that acts by its token, read from the database for this request. */
export interface TokenActor {
  kind: "token";
  id: string;
  /** The token's name. */
  name: string;
  role: null;
  /** The service that holds it. */
  service: string;
  /** The trigger source of its purges where a request names none. */
  source: TriggerSource;
  reach: TokenReach;
  requestId: string;
}

/** The console itself, under the name of what it does. */
export interface SystemActor {
  kind: "system";
  id: null;
  name: string;
  role: null;
  requestId: string;
}

/** Who may call a use case that is for people and services. */
export type Caller = Actor | TokenActor;
