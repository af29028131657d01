import type { RouteModules } from "@/lib/http/openapi/build-document";
import * as audit from "../audit/route";
import * as comparisons from "../comparisons/route";
import * as comparisonsByComparisonId from "../comparisons/[comparisonId]/route";
import * as comparisonsByComparisonIdProbes from "../comparisons/[comparisonId]/probes/route";
import * as directoryImports from "../directory/imports/route";
import * as events from "../events/route";
import * as overview from "../overview/route";
import * as purgeEvents from "../purge-events/route";
import * as purges from "../purges/route";
import * as purgesByPurgeId from "../purges/[purgeId]/route";
import * as purgesByPurgeIdCancellation from "../purges/[purgeId]/cancellation/route";
import * as purgesByPurgeIdResolution from "../purges/[purgeId]/resolution/route";
import * as purgesByPurgeIdRetry from "../purges/[purgeId]/retry/route";
import * as purgesExport from "../purges/export/route";
import * as purgesPlan from "../purges/plan/route";
import * as purgesRetries from "../purges/retries/route";
import * as purgesByPurgeIdTimeline from "../purges/[purgeId]/timeline/route";
import * as search from "../search/route";
import * as tagPlanByZone from "../tag-plan/[zone]/route";
import * as tenants from "../tenants/route";
import * as tenantsByTenantId from "../tenants/[tenantId]/route";
import * as tenantsByTenantIdControls from "../tenants/[tenantId]/controls/route";
import * as tenantsByTenantIdTimeline from "../tenants/[tenantId]/timeline/route";
import * as tokens from "../tokens/route";
import * as tokensByTokenIdRevocation from "../tokens/[tokenId]/revocation/route";
import * as writes from "../writes/route";
import * as zonesByZoneId from "../zones/[zoneId]/route";

/**
 * Every route of the API by its address: what the contract is made from. A new route gets its line here; a
 * test fails while it has none.
 */
export const routeModules: RouteModules = {
  "/api/v1/audit": audit,
  "/api/v1/comparisons": comparisons,
  "/api/v1/comparisons/{comparisonId}": comparisonsByComparisonId,
  "/api/v1/comparisons/{comparisonId}/probes": comparisonsByComparisonIdProbes,
  "/api/v1/directory/imports": directoryImports,
  "/api/v1/events": events,
  "/api/v1/overview": overview,
  "/api/v1/purge-events": purgeEvents,
  "/api/v1/purges": purges,
  "/api/v1/purges/{purgeId}": purgesByPurgeId,
  "/api/v1/purges/{purgeId}/cancellation": purgesByPurgeIdCancellation,
  "/api/v1/purges/{purgeId}/resolution": purgesByPurgeIdResolution,
  "/api/v1/purges/{purgeId}/retry": purgesByPurgeIdRetry,
  "/api/v1/purges/{purgeId}/timeline": purgesByPurgeIdTimeline,
  "/api/v1/purges/export": purgesExport,
  "/api/v1/purges/plan": purgesPlan,
  "/api/v1/purges/retries": purgesRetries,
  "/api/v1/search": search,
  "/api/v1/tag-plan/{zone}": tagPlanByZone,
  "/api/v1/tenants": tenants,
  "/api/v1/tenants/{tenantId}": tenantsByTenantId,
  "/api/v1/tenants/{tenantId}/controls": tenantsByTenantIdControls,
  "/api/v1/tenants/{tenantId}/timeline": tenantsByTenantIdTimeline,
  "/api/v1/tokens": tokens,
  "/api/v1/tokens/{tokenId}/revocation": tokensByTokenIdRevocation,
  "/api/v1/writes": writes,
  "/api/v1/zones/{zoneId}": zonesByZoneId,
};
