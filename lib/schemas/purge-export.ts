import * as z from "zod";
import { purgeListQuery } from "./purges";

/** The feed's filters, and the form. */
export const purgeExportQuery = purgeListQuery
  .omit({ cursor: true, after: true, limit: true })
  .extend({ format: z.enum(["csv", "ndjson"], "must be csv or ndjson") });
export type PurgeExportQuery = z.output<typeof purgeExportQuery>;
