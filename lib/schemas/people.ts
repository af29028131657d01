import * as z from "zod";
import { id, plainText, time } from "./text";
import { roles } from "./words";

export const personParams = z.strictObject({ personId: id });
export const sessionParams = z.strictObject({ sessionId: id });

/** A sign-in that still holds. */
export const session = z.strictObject({
  id,
  /** Whether the request that asks is made with it. */
  current: z.boolean(),
  startedAt: time,
  lastUsedAt: time,
  /** When it ends at the latest. */
  endsAt: time,
  /** When the person showed who they are; null: the identity provider does not say. */
  authenticatedAt: time.nullable(),
  /** Where it was begun; null: not known. */
  address: z.string().nullable(),
  /** What the browser said of itself; null: nothing. */
  userAgent: z.string().nullable(),
});
export type Session = z.infer<typeof session>;

export const sessionList = z.strictObject({
  items: z.array(session),
  /** After so many minutes in which nobody does anything a session ends. */
  idleMinutes: z.int(),
});
export type SessionList = z.infer<typeof sessionList>;

/** Whether the session that asks goes on. */
export const everywhere = z.strictObject({ keepCurrent: z.boolean().default(false) });

/** How many sessions ended. */
export const sessionsEnded = z.strictObject({ ended: z.int() });
export type SessionsEnded = z.infer<typeof sessionsEnded>;

export const person = z.strictObject({
  id,
  /** The address, or what the identity provider calls them. */
  name: z.string(),
  /** null: known, and may not do anything. */
  role: z.enum(roles).nullable(),
  /** Who says who they are: the identity provider's address, or "practice". */
  issuer: z.string(),
  /** The issuer's own id of them. */
  subject: z.string(),
  /** Whether the role is the identity provider's to give. */
  roleFromProvider: z.boolean(),
  /** Whether people of this issuer can sign in by the settings in force. */
  mayComeIn: z.boolean(),
  disabledAt: time.nullable(),
  /** Whether an admin gave them the right to go past the second person. */
  mayBreakGlass: z.boolean(),
  firstSeenAt: time,
  lastSignInAt: time.nullable(),
  /** Sessions that hold at this moment. */
  sessions: z.int(),
});
export type Person = z.infer<typeof person>;

export const personList = z.strictObject({
  items: z.array(person),
  /** Whether there are more than are listed. */
  more: z.boolean(),
});
export type PersonList = z.infer<typeof personList>;

export const personDetail = z.strictObject({ person, sessions: z.array(session) });
export type PersonDetail = z.infer<typeof personDetail>;

const reason = plainText(3, 500);
export const personReason = z.strictObject({ reason });
export const roleChange = z.strictObject({
  role: z.enum(roles, `must be one of ${roles.join(", ")}`).nullable(),
  reason,
});
export type RoleChange = z.infer<typeof roleChange>;
