import * as z from "zod";
import { confirmationKinds } from "./purge-policy";
import { selector } from "./purges";
import { tenantRef, zoneEnvironment } from "./tenants";
import { purgeMethods, roles, scopeClasses } from "./words";

/** What a purge would do, before it is asked for. */
export const purgePlan = z.strictObject({
  /** Of all that is previewed here: `plan` of the request that confirms it. */
  digest: z.string(),
  policyVersion: z.number(),
  tenant: tenantRef,
  zone: z.strictObject({ id: z.string(), name: z.string() }),
  /** null: production. */
  environment: zoneEnvironment.nullable(),
  method: z.enum(purgeMethods),
  /** Exactly what would be sent. */
  selector,
  targets: z.array(
    z.strictObject({
      value: z.string(),
      /** Of a URL: the headers of its cache key. */
      headers: z.array(z.strictObject({ name: z.string(), value: z.string() })),
      /** What was typed, when that is not what is sent; else null. */
      typed: z.string().nullable(),
      scope: z.enum(scopeClasses),
      /** Why it is of that class, in a sentence. */
      why: z.string(),
    }),
  ),
  tier: z.strictObject({ id: z.string(), label: z.string() }),
  confirmation: z.strictObject({
    kind: z.enum(confirmationKinds),
    /** The text to type; null for a button. */
    expected: z.string().nullable(),
  }),
  /** Whether the asking person may send it now. */
  allowed: z.boolean(),
  /** Why not, and what to do instead. */
  refusal: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  whoCan: z.array(z.enum(roles)),
  /** Why other tenants go cold with it; null: none does. */
  wide: z.string().nullable(),
  /** Who else has to approve it, and within how many minutes; null: nobody. */
  secondPerson: z
    .strictObject({
      roles: z.array(z.enum(roles)),
      minutes: z.number(),
      /** Whether the asking person may go past them. */
      mayBreakGlass: z.boolean(),
    })
    .nullable(),
  /** How recent the sign-in of whoever sends or approves it has to be; null: that is not asked. */
  signIn: z
    .strictObject({
      minutes: z.number(),
      /** When the asking person signed in; null: their identity provider did not say. */
      signedInAt: z.string().nullable(),
      /** Whether that is too long ago. */
      needed: z.boolean(),
    })
    .nullable(),
  /** What a ticket has to look like; null: none is asked for. */
  ticketPattern: z.string().nullable(),
  /** What else to know before sending it, in sentences. */
  notes: z.array(z.string()),
  /** Pages of this tenant that would go cold by the tag plan and the page list. */
  pages: z.array(z.strictObject({ path: z.string(), url: z.string() })),
  /** Other tenants concerned; count null: not known. */
  otherTenants: z.strictObject({ count: z.number().nullable(), statement: z.string() }),
  cost: z.strictObject({ calls: z.number(), statement: z.string() }),
  /** What everybody on the zone loses by a purge of everything, as far as it is known; null: it is no such purge. */
  zoneCost: z
    .strictObject({
      /** Of the directory: others may be served from the zone as well. */
      tenants: z.number(),
      hosts: z.number(),
      pages: z.number(),
      /** What the console's own probes got of the zone lately; null: there were none. */
      probed: z
        .strictObject({
          answers: z.number(),
          hits: z.number(),
          pages: z.number(),
          since: z.string(),
        })
        .nullable(),
      /** The last purge of everything that Cloudflare took; null: none is on record. */
      last: z
        .strictObject({
          purgeId: z.string(),
          at: z.string(),
          actorName: z.string(),
          /** Of the sampled pages that had become cold, how many were warm again while probed; null: not seen. */
          refill: z
            .strictObject({
              sampled: z.number(),
              warmAgain: z.number(),
              slowestMs: z.number().nullable(),
            })
            .nullable(),
        })
        .nullable(),
    })
    .nullable(),
  /** The same purge, asked for less than a minute ago. */
  recent: z
    .strictObject({ purgeId: z.string(), requestedAt: z.string(), actorName: z.string() })
    .nullable(),
});
export type PurgePlan = z.infer<typeof purgePlan>;
