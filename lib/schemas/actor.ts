import type { Role } from "./words";

/** Who acts, read from the database for this request. Every use case takes one as its first argument. */
export interface Actor {
  kind: "person";
  id: string;
  /** The person's address. */
  name: string;
  role: Role;
  sessionId: string;
  requestId: string;
}
