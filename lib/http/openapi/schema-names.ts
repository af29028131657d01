import * as z from "zod";
import { auditEntry } from "@/lib/schemas/audit";
import { comparison, verdict } from "@/lib/schemas/comparisons";
import { probe } from "@/lib/schemas/probes";
import { problem } from "@/lib/schemas/problem";
import { attempt, purge, purgeDetail, selector } from "@/lib/schemas/purges";
import { accountSending } from "@/lib/schemas/sending";
import { tenantDetail, tenantRef, tenantSummary } from "@/lib/schemas/tenants";
import { serviceToken } from "@/lib/schemas/tokens";

/** What has a name of its own in the contract; all else stands where it is used. */
export const schemaNames = z.registry<{ id: string }>();

for (const [id, schema] of Object.entries({
  AccountSending: accountSending,
  Attempt: attempt,
  AuditEntry: auditEntry,
  Comparison: comparison,
  Probe: probe,
  Problem: problem,
  Purge: purge,
  PurgeDetail: purgeDetail,
  Selector: selector,
  ServiceToken: serviceToken,
  TenantDetail: tenantDetail,
  TenantRef: tenantRef,
  TenantSummary: tenantSummary,
  Verdict: verdict,
})) {
  schemaNames.add(schema, { id });
}
