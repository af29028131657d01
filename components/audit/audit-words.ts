/** The actions of the record in words; others are shown as they are. */
const actionWords: Record<string, string> = {
  "purge.request": "Asked for a purge",
  "purge.accept": "Purge accepted by Cloudflare",
  "purge.fail": "Purge failed",
  "purge.cancel": "Cancelled a purge",
  "purge.retry": "Sent again",
  "purge.report": "Reported purges",
  "write.report": "Reported writes",
  "purge.export": "Purges exported",
  "purge.resolve": "Closed a failed purge",
  "comparison.start": "Started a comparison",
  "comparison.probe": "Probed a comparison",
  "directory.import": "Imported zones and tenants",
  "directory.sync": "Synchronised zones and tenants",
  "directory.remove_tenant": "Removed a tenant",
  "people.create": "Made people",
  "session.sign_in": "Signed in",
  "session.sign_out": "Signed out",
  "token.create": "Made a service token",
  "token.revoke": "Revoked a service token",
  "access.refuse": "Was refused access",
};

/** Each known action and its words, for a choice. */
export const knownActions = Object.entries(actionWords);

/** An action in words. */
export function actionInWords(action: string): string {
  return actionWords[action] ?? action;
}
