import { readMetrics } from "@/lib/domain/metrics/read-metrics";
import { machineRoute } from "@/lib/http/machine-route";

// For Prometheus, at the address where it looks by default.
export const dynamic = "force-dynamic";
export const GET = machineRoute(readMetrics);
