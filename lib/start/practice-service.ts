import { reportPurges } from "@/lib/domain/reports/report-purges";
import { reportWrites } from "@/lib/domain/reports/report-writes";
import type { TellConsole } from "@/lib/local-edge/scenarios/play-scenario";
import { selectorKinds } from "@/lib/schemas/words";
import type { TokenActor } from "@/lib/schemas/actor";

/** The practice app as a service that reports. It has no token: nobody can act in its name over HTTP. */
const ledgerline: TokenActor = {
  kind: "token",
  id: "0190a5f0-0000-7000-8000-000000000001",
  name: "Ledgerline, the practice app",
  role: null,
  service: "ledgerline",
  source: "app",
  reach: { verbs: ["report", "write"], zoneIds: [], tenantIds: [], selectorKinds },
  requestId: "practice",
};

/**
 * Puts on record what the practice app did, by the rules for what services report.
 *
 * @throws Error with the reasons when an event is refused: a scenario would not be what it says
 */
export const tellOfPractice: TellConsole = async (kind, event) => {
  const report = kind === "purge" ? reportPurges : reportWrites;
  const { items } = await report(ledgerline, [event]);
  const errors = items.flatMap(({ errors: all = [] }) => all);
  if (errors.length > 0) {
    throw new Error(errors.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  }
};
