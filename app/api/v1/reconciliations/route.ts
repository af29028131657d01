import { askReconciliation } from "@/lib/domain/reconciliations/ask-reconciliation";
import { listReconciliations } from "@/lib/domain/reconciliations/read-reconciliations";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import {
  reconciliation,
  reconciliationList,
  reconciliationRequest,
} from "@/lib/schemas/reconciliations";

export const GET = route({
  summary: "The newest comparisons with Cloudflare's own audit log",
  answer: reconciliationList,
  access: "desk.read",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => listReconciliations(actor),
});

export const POST = route({
  summary: "Compare a period's purges with Cloudflare's own audit log",
  answer: reconciliation,
  access: "reconciliation.run",
  params: nothing,
  query: nothing,
  body: reconciliationRequest,
  status: 202,
  handler: ({ actor, body }) => askReconciliation(actor, body),
});

export { methodNotAllowed as PUT, methodNotAllowed as PATCH, methodNotAllowed as DELETE };
