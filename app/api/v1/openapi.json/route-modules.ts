import type { RouteModules } from "@/lib/http/openapi/build-document";
import * as approvals from "../approvals/route";
import * as approvalsByPurgeId from "../approvals/[purgeId]/route";
import * as approvalsByPurgeIdDecision from "../approvals/[purgeId]/decision/route";
import * as audit from "../audit/route";
import * as auditExport from "../audit/export/route";
import * as auditSealing from "../audit/sealing/route";
import * as auditVerification from "../audit/verification/route";
import * as breakGlass from "../break-glass/route";
import * as breakGlassByPurgeIdReview from "../break-glass/[purgeId]/review/route";
import * as canaries from "../canaries/route";
import * as canariesByZoneIdRuns from "../canaries/[zoneId]/runs/route";
import * as comparisons from "../comparisons/route";
import * as comparisonsByComparisonId from "../comparisons/[comparisonId]/route";
import * as comparisonsByComparisonIdContent from "../comparisons/[comparisonId]/content/route";
import * as comparisonsByComparisonIdProbes from "../comparisons/[comparisonId]/probes/route";
import * as cspReports from "../csp-reports/route";
import * as deskFigures from "../desk/figures/route";
import * as deskQuestionsByQuestion from "../desk/questions/[question]/route";
import * as deskQuestionsByQuestionExport from "../desk/questions/[question]/export/route";
import * as deskReport from "../desk/report/route";
import * as deskSamples from "../desk/samples/route";
import * as deskSamplesBySampleId from "../desk/samples/[sampleId]/route";
import * as deskSamplesBySampleIdSignOffs from "../desk/samples/[sampleId]/sign-offs/route";
import * as diagnoses from "../diagnoses/route";
import * as diagnosesByDiagnosisId from "../diagnoses/[diagnosisId]/route";
import * as directoryImports from "../directory/imports/route";
import * as events from "../events/route";
import * as overview from "../overview/route";
import * as peopleByPersonIdBreakGlass from "../people/[personId]/break-glass/route";
import * as policy from "../policy/route";
import * as people from "../people/route";
import * as peopleByPersonId from "../people/[personId]/route";
import * as peopleByPersonIdDisablement from "../people/[personId]/disablement/route";
import * as peopleByPersonIdEnablement from "../people/[personId]/enablement/route";
import * as peopleByPersonIdRole from "../people/[personId]/role/route";
import * as peopleByPersonIdSessionsRevocation from "../people/[personId]/sessions/revocation/route";
import * as probeAgents from "../probe-agents/route";
import * as probeTasksByTaskIdAnswer from "../probe-tasks/[taskId]/answer/route";
import * as probeTasksClaims from "../probe-tasks/claims/route";
import * as purgeEvents from "../purge-events/route";
import * as purges from "../purges/route";
import * as purgesByPurgeId from "../purges/[purgeId]/route";
import * as purgesByPurgeIdCancellation from "../purges/[purgeId]/cancellation/route";
import * as purgesByPurgeIdEvidence from "../purges/[purgeId]/evidence/route";
import * as purgesByPurgeIdResolution from "../purges/[purgeId]/resolution/route";
import * as purgesByPurgeIdRetry from "../purges/[purgeId]/retry/route";
import * as purgesExport from "../purges/export/route";
import * as purgesPlan from "../purges/plan/route";
import * as purgesRetries from "../purges/retries/route";
import * as purgesByPurgeIdSecond from "../purges/[purgeId]/second/route";
import * as purgesByPurgeIdTimeline from "../purges/[purgeId]/timeline/route";
import * as reconciliations from "../reconciliations/route";
import * as reconciliationsByReconciliationIdFindings from "../reconciliations/[reconciliationId]/findings/route";
import * as retention from "../retention/route";
import * as search from "../search/route";
import * as sessions from "../sessions/route";
import * as sessionsBySessionIdRevocation from "../sessions/[sessionId]/revocation/route";
import * as sessionsRevocation from "../sessions/revocation/route";
import * as tagPlanByZone from "../tag-plan/[zone]/route";
import * as tenants from "../tenants/route";
import * as tenantsByTenantId from "../tenants/[tenantId]/route";
import * as tenantsByTenantIdControls from "../tenants/[tenantId]/controls/route";
import * as tenantsByTenantIdTimeline from "../tenants/[tenantId]/timeline/route";
import * as tokens from "../tokens/route";
import * as tokensByTokenIdRevocation from "../tokens/[tokenId]/revocation/route";
import * as watches from "../watches/route";
import * as watchesByWatchId from "../watches/[watchId]/route";
import * as watchesByWatchIdEnding from "../watches/[watchId]/ending/route";
import * as watchesByWatchIdRounds from "../watches/[watchId]/rounds/route";
import * as writes from "../writes/route";
import * as zones from "../zones/route";
import * as zonesByZoneId from "../zones/[zoneId]/route";

/**
 * Every route of the API by its address: what the contract is made from. A new route gets its line here; a
 * test fails while it has none.
 */
export const routeModules: RouteModules = {
  "/api/v1/approvals": approvals,
  "/api/v1/approvals/{purgeId}": approvalsByPurgeId,
  "/api/v1/approvals/{purgeId}/decision": approvalsByPurgeIdDecision,
  "/api/v1/audit": audit,
  "/api/v1/audit/export": auditExport,
  "/api/v1/audit/sealing": auditSealing,
  "/api/v1/audit/verification": auditVerification,
  "/api/v1/break-glass": breakGlass,
  "/api/v1/break-glass/{purgeId}/review": breakGlassByPurgeIdReview,
  "/api/v1/canaries": canaries,
  "/api/v1/canaries/{zoneId}/runs": canariesByZoneIdRuns,
  "/api/v1/comparisons": comparisons,
  "/api/v1/comparisons/{comparisonId}": comparisonsByComparisonId,
  "/api/v1/comparisons/{comparisonId}/content": comparisonsByComparisonIdContent,
  "/api/v1/comparisons/{comparisonId}/probes": comparisonsByComparisonIdProbes,
  "/api/v1/csp-reports": cspReports,
  "/api/v1/desk/figures": deskFigures,
  "/api/v1/desk/questions/{question}": deskQuestionsByQuestion,
  "/api/v1/desk/questions/{question}/export": deskQuestionsByQuestionExport,
  "/api/v1/desk/report": deskReport,
  "/api/v1/desk/samples": deskSamples,
  "/api/v1/desk/samples/{sampleId}": deskSamplesBySampleId,
  "/api/v1/desk/samples/{sampleId}/sign-offs": deskSamplesBySampleIdSignOffs,
  "/api/v1/diagnoses": diagnoses,
  "/api/v1/diagnoses/{diagnosisId}": diagnosesByDiagnosisId,
  "/api/v1/directory/imports": directoryImports,
  "/api/v1/events": events,
  "/api/v1/overview": overview,
  "/api/v1/people/{personId}/break-glass": peopleByPersonIdBreakGlass,
  "/api/v1/policy": policy,
  "/api/v1/people": people,
  "/api/v1/people/{personId}": peopleByPersonId,
  "/api/v1/people/{personId}/disablement": peopleByPersonIdDisablement,
  "/api/v1/people/{personId}/enablement": peopleByPersonIdEnablement,
  "/api/v1/people/{personId}/role": peopleByPersonIdRole,
  "/api/v1/people/{personId}/sessions/revocation": peopleByPersonIdSessionsRevocation,
  "/api/v1/probe-agents": probeAgents,
  "/api/v1/probe-tasks/{taskId}/answer": probeTasksByTaskIdAnswer,
  "/api/v1/probe-tasks/claims": probeTasksClaims,
  "/api/v1/purge-events": purgeEvents,
  "/api/v1/purges": purges,
  "/api/v1/purges/{purgeId}": purgesByPurgeId,
  "/api/v1/purges/{purgeId}/cancellation": purgesByPurgeIdCancellation,
  "/api/v1/purges/{purgeId}/evidence": purgesByPurgeIdEvidence,
  "/api/v1/purges/{purgeId}/resolution": purgesByPurgeIdResolution,
  "/api/v1/purges/{purgeId}/retry": purgesByPurgeIdRetry,
  "/api/v1/purges/{purgeId}/second": purgesByPurgeIdSecond,
  "/api/v1/purges/{purgeId}/timeline": purgesByPurgeIdTimeline,
  "/api/v1/purges/export": purgesExport,
  "/api/v1/purges/plan": purgesPlan,
  "/api/v1/purges/retries": purgesRetries,
  "/api/v1/reconciliations": reconciliations,
  "/api/v1/reconciliations/{reconciliationId}/findings": reconciliationsByReconciliationIdFindings,
  "/api/v1/retention": retention,
  "/api/v1/search": search,
  "/api/v1/sessions": sessions,
  "/api/v1/sessions/{sessionId}/revocation": sessionsBySessionIdRevocation,
  "/api/v1/sessions/revocation": sessionsRevocation,
  "/api/v1/tag-plan/{zone}": tagPlanByZone,
  "/api/v1/tenants": tenants,
  "/api/v1/tenants/{tenantId}": tenantsByTenantId,
  "/api/v1/tenants/{tenantId}/controls": tenantsByTenantIdControls,
  "/api/v1/tenants/{tenantId}/timeline": tenantsByTenantIdTimeline,
  "/api/v1/tokens": tokens,
  "/api/v1/tokens/{tokenId}/revocation": tokensByTokenIdRevocation,
  "/api/v1/watches": watches,
  "/api/v1/watches/{watchId}": watchesByWatchId,
  "/api/v1/watches/{watchId}/ending": watchesByWatchIdEnding,
  "/api/v1/watches/{watchId}/rounds": watchesByWatchIdRounds,
  "/api/v1/writes": writes,
  "/api/v1/zones": zones,
  "/api/v1/zones/{zoneId}": zonesByZoneId,
};
