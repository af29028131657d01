import { listPurges } from "@/lib/domain/purges/list-purges";
import { requestPurge } from "@/lib/domain/purges/request-purge";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import {
  idempotencyKey,
  purgeDetail,
  purgeList,
  purgeListQuery,
  purgeRequest,
} from "@/lib/schemas/purges";

export const GET = route({
  summary: "Purges, newest first",
  answer: purgeList,
  tokens: true,
  access: "purge.read",
  params: nothing,
  query: purgeListQuery,
  body: nothing,
  handler: ({ actor, query }) => listPurges(actor, query),
});

export const POST = route({
  summary: "Ask for a purge",
  answer: purgeDetail,
  errors: [
    "not_found",
    "foreign_target",
    "quiet_hours",
    "sign_in_again",
    "plan_changed",
    "confirmation_mismatch",
    "conflict",
    "idempotency_conflict",
  ],
  tokens: true,
  access: "purge.object",
  params: nothing,
  query: nothing,
  body: purgeRequest,
  status: 202,
  headers: { "Idempotency-Key": idempotencyKey },
  handler: ({ actor, body, headers }) =>
    requestPurge(actor, body, headers.get("Idempotency-Key") ?? ""),
});

export { methodNotAllowed as PUT, methodNotAllowed as PATCH, methodNotAllowed as DELETE };
