import type { Role } from "@/lib/schemas/words";
import type { ConsoleApi } from "./console-api";
import type { PracticeEdge } from "./practice-edge";
import type { ServiceApi } from "./service-api";

/** Where a request goes. */
export interface Place {
  path: string;
  /** A body that the route takes. */
  body?: unknown;
}

/** What a route answers, and how to get it to answer. */
export interface Expected {
  /** Who may; everybody else gets 403. */
  allowed: readonly Role[];
  /** Who has the right to it, and not at this place: one does not decide on one's own purge. */
  elsewhere?: readonly Role[];
  /** The status for those who may. */
  status: number;
  /** An address and a body that exist, made by the engineer, or where only an admin can by the admin. */
  place: (engineer: ConsoleApi, edge: PracticeEdge, admin: ConsoleApi) => Promise<Place> | Place;
  /** false: the route takes any body. */
  strict?: boolean;
  /** Whether it is only for the engineer who made it: others who may get 404. */
  ownOnly?: boolean;
  /** Whether it is for services alone: what it takes is tested with their tokens. */
  services?: boolean;
  /** The address for a service that must have something first, made with its own token. */
  placeFor?: (service: ServiceApi, engineer: ConsoleApi) => Promise<Place>;
}
