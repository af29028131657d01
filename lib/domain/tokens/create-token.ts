import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { newTokenSecret } from "@/lib/platform/token-secret";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import { AppError, type InvalidField } from "@/lib/schemas/errors";
import type { MadeToken, TokenRequest } from "@/lib/schemas/tokens";
import { toTokens } from "./token-row";

const dayMs = 24 * 60 * 60 * 1000;
/** What a token may call: a service that reports in batches stays far below. */
const calls = { callsPerSecond: 100, callBucket: 1_000 };

/** The ids of what is named; each that there is not is a field of the request. */
async function findReach({ zones, tenants }: TokenRequest) {
  const [foundZones, foundTenants] = await Promise.all([
    db().zone.findMany({
      where: { OR: [{ id: { in: zones } }, { name: { in: zones } }] },
      select: { id: true, name: true },
    }),
    db().tenant.findMany({ where: { id: { in: tenants } }, select: { id: true } }),
  ]);
  const missing: InvalidField[] = [
    ...zones.flatMap((zone, at) =>
      foundZones.some(({ id, name }) => zone === id || zone === name)
        ? []
        : [{ path: `zones.${at}`, message: `there is no zone ${zone}` }],
    ),
    ...tenants.flatMap((tenant, at) =>
      foundTenants.some(({ id }) => tenant === id)
        ? []
        : [{ path: `tenants.${at}`, message: `there is no tenant with the id ${tenant}` }],
    ),
  ];
  const [first] = missing;
  if (first !== undefined)
    throw new AppError("invalid_input", `${first.path}: ${first.message}`, missing);
  return {
    zoneIds: foundZones.map(({ id }) => id),
    tenantIds: foundTenants.map(({ id }) => id),
  };
}

/**
 * Makes a token for a service. Its secret is in the answer and nowhere else.
 *
 * @throws AppError not_allowed, invalid_input naming the zones and tenants that there are not
 */
export async function createToken(actor: Actor, request: TokenRequest): Promise<MadeToken> {
  const { name, service, verbs, selectorKinds, source, expiresInDays } = request;
  await authorize(actor, "token.manage", {
    action: "token.create",
    subject: { kind: "token", id: null },
    summary: `${actor.name} was refused to make a service token`,
  });
  const reach = await findReach(request);
  const createdAt = now();
  const id = newId(createdAt);
  const secret = newTokenSecret(id);
  const row = await db().$transaction(async (tx) => {
    const made = await tx.serviceToken.create({
      data: {
        id,
        name,
        service,
        secretDigest: secret.digest,
        verbs,
        ...reach,
        selectorKinds,
        source,
        createdAt,
        createdBy: actor.name,
        expiresAt: addMs(createdAt, expiresInDays * dayMs),
        ...calls,
        callsLeft: calls.callBucket,
        callsRefilledAt: createdAt,
      },
    });
    await writeEntry(tx, actor, {
      action: "token.create",
      subject: { kind: "token", id },
      summary: `${actor.name} made the service token ${name} for ${service}`,
      details: { service, verbs, ...reach, selectorKinds, source, expiresAt: made.expiresAt },
      after: { verbs, ...reach, selectorKinds, source, expiresAt: made.expiresAt },
    });
    return made;
  });
  const [token] = await toTokens([row]);
  if (token === undefined) throw new AppError("internal", "The token is not there.");
  return { token, secret: secret.text };
}
