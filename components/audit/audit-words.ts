import { type AuditAction, auditActions } from "@/lib/schemas/audit-actions";

/** The actions of the record in words. */
const actionWords: Record<AuditAction, string> = {
  "purge.request": "Asked for a purge",
  "purge.accept": "Purge accepted by Cloudflare",
  "purge.fail": "Purge failed",
  "purge.cancel": "Cancelled a purge",
  "purge.retry": "Sent again",
  "purge.break_glass": "Went past the second person",
  "approval.approve": "Approved a purge",
  "approval.deny": "Denied a purge",
  "approval.expire": "Nobody decided in time",
  "approval.void": "An approval became void",
  "break_glass.grant": "Changed who may break glass",
  "break_glass.review": "Reviewed a break-glass",
  "policy.change": "Changed the policy",
  "purge.prove": "Purge proven, or not",
  "purge.repeat": "Asked for a second purge",
  "purge.report": "Reported purges",
  "write.report": "Reported writes",
  "purge.export": "Purges exported",
  "purge.resolve": "Closed a failed purge",
  "comparison.start": "Started a comparison",
  "comparison.probe": "Probed a comparison",
  "canary.start": "Began a canary",
  "canary.finish": "Ended a canary",
  "watch.start": "Began to watch pages",
  "watch.end": "Stopped watching",
  "diagnosis.run": "Asked why a page is stale",
  "directory.import": "Imported zones and tenants",
  "directory.sync": "Synchronised zones and tenants",
  "directory.remove_tenant": "Removed a tenant",
  "retention.remove": "Removed by retention",
  "people.create": "Made people",
  "people.rename": "Is called otherwise",
  "people.change_role": "Changed a role",
  "people.disable": "Disabled a person",
  "people.enable": "Enabled a person",
  "session.sign_in": "Signed in",
  "session.sign_out": "Signed out",
  "session.end": "Ended a session",
  "token.create": "Made a service token",
  "token.revoke": "Revoked a service token",
  "access.refuse": "Was refused access",
  "tenant.read_history": "Read a tenant’s history",
  "audit.use_key": "Seals have a new key",
  "audit.contradiction": "Record contradicts a seal",
  "audit.export": "Exported the record",
  "audit.verify": "Verified the record",
  "audit.trim": "Removed old entries",
  "desk.sample": "Drew a sample",
  "desk.sign_off": "Signed off on an entry",
  "desk.export": "Exported a question’s answer",
  "reconciliation.ask": "Asked for a reconciliation",
  "reconciliation.finish": "Reconciled with Cloudflare",
};

/** Each action and its words, for a choice. */
export const knownActions: [string, string][] = auditActions.map((action) => [
  action,
  actionWords[action],
]);

/** An action in words. One that an older console has written and nobody knows any more is shown as it is. */
export function actionInWords(action: string): string {
  return knownActions.find(([known]) => known === action)?.[1] ?? action;
}
