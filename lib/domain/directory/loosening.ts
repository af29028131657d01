import { refuse } from "@/lib/audit/authorize";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { signInRefusal, strictestSignIn } from "@/lib/domain/policies/recent-sign-in";
import { db } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import type { ErrorCode } from "@/lib/schemas/errors";
import { loosenedLines } from "@/lib/schemas/loosened-lines";
import { may } from "@/lib/schemas/permissions";
import { tagLine } from "@/lib/schemas/zones";
import type { readDirectory } from "./read-directory";

type State = Awaited<ReturnType<typeof readDirectory>>;

/** Ends the transaction of a change that its caller may not make. */
export class Loosened extends Error {
  /** @param lines as "zone pattern" */
  constructor(readonly lines: string[]) {
    super("a tag plan would let more through");
  }
}

interface Refusal {
  code: ErrorCode;
  message: string;
}

/**
 * Why a caller may not loosen a tag plan; null: they may. It asks for what a change of the policy asks for, since by
 * either a purge goes without its second person. A service's token may by its verb: an admin made it.
 */
export async function looseningRefusal(actor: Caller): Promise<Refusal | null> {
  if (!may(actor, "directory.loosen"))
    return { code: "not_allowed", message: "Ask an admin to make this change." };
  if (actor.kind !== "person") return null;
  const { policy } = await loadPolicy();
  return signInRefusal(actor, strictestSignIn(policy));
}

function linesOf(state: State) {
  const tags = [...state.values()].filter(({ part }) => part === "tag");
  return tags.map(({ id, value }) => ({
    pattern: id,
    scope: tagLine.shape.scope.parse(value["scope"]),
  }));
}

/** @throws Loosened when some tag is judged by less than before */
export function requireNotLoosened(before: State, after: State): void {
  const lines = loosenedLines(linesOf(before), linesOf(after));
  if (lines.length > 0) throw new Loosened(lines);
}

/** @throws AppError not_allowed or sign_in_again, recorded with the lines */
export async function refuseLoosened(
  actor: Caller,
  { lines }: Loosened,
  { code, message }: Refusal,
): Promise<never> {
  const patterns = lines.map((line) => line.slice(line.indexOf(" ") + 1));
  const named = patterns.slice(0, 5).join(", ");
  const more = patterns.length > 5 ? ` and ${patterns.length - 5} more` : "";
  const zones = new Set(lines.map((line) => line.slice(0, line.indexOf(" "))));
  const zone = await db().zone.findFirst({ where: { name: { in: [...zones] } } });
  const isOne = zone !== null && zones.size === 1;
  const what = `By this change purges by ${named}${more} could go without the zone's name and a second person.`;
  return refuse(
    actor,
    {
      action: "directory.sync",
      subject: isOne ? { kind: "tag_plan", id: zone.id } : { kind: "directory", id: null },
      summary: `${actor.name} was refused to loosen a tag plan`,
      details: { loosened: lines.slice(0, 100) },
    },
    { code, message: `${what} ${message}` },
  );
}
