import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { now } from "@/lib/platform/clock";
import type { Actor } from "@/lib/schemas/actor";
import type { Role } from "@/lib/schemas/words";

/** Makes a person of a role and answers the actor that a request of theirs has. */
export async function makeActor(role: Role): Promise<Actor> {
  const id = newId();
  const email = `${role}-${id.slice(-6)}@example.com`;
  await db().person.create({ data: { id, email, role, createdAt: now() } });
  return { kind: "person", id, name: email, role, sessionId: newId(), requestId: "test" };
}
