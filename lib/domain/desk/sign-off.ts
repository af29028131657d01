import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import type { DeskSample, DeskSignOffRequest, SignOffFinding } from "@/lib/schemas/desk";
import { AppError } from "@/lib/schemas/errors";
import { findSample } from "./read-samples";

/** What was noted of one entry is a story, not a forum. */
const mostNotes = 20;

const inWords: Record<SignOffFinding, string> = {
  in_order: "in order",
  follow_up: "to be followed up",
};

/**
 * Notes what an auditor found of one drawn entry, with its audit entry, in one transaction. Nothing is changed by it,
 * and no note is ever changed: who thinks otherwise later adds another, and the newest counts.
 *
 * @throws AppError not_allowed, not_found, invalid_input for an entry that was not drawn, conflict when it has 20 notes
 */
export async function signOff(
  actor: Actor,
  sampleId: string,
  { entryId, finding, note }: DeskSignOffRequest,
): Promise<DeskSample> {
  const subject = { kind: "desk_sample", id: sampleId };
  await authorize(actor, "desk.sign", {
    action: "desk.sign_off",
    subject,
    summary: `${actor.name} was refused to sign off on an entry`,
  });
  const sample = await findSample(sampleId);
  const item = sample.items.find((one) => one.entryId === entryId);
  if (item === undefined) {
    const message = "is not an entry of this sample";
    throw new AppError("invalid_input", `entryId: ${message}`, [{ path: "entryId", message }]);
  }
  if (item.signOffs.length >= mostNotes) {
    throw new AppError("conflict", `This entry has ${mostNotes} notes, which is the most.`);
  }
  await db().$transaction(async (tx) => {
    const signedAt = now();
    const who = { signedById: actor.id, signedBy: actor.name, signedAt };
    await tx.deskSignOff.create({
      data: { id: newId(signedAt), sampleId, entryId, finding, note, ...who },
    });
    await writeEntry(tx, actor, {
      action: "desk.sign_off",
      subject,
      summary: `${actor.name} found entry ${item.entry?.seq ?? entryId} ${inWords[finding]}`,
      details: { entryId, finding },
      reason: note,
    });
  });
  return findSample(sampleId);
}
