import * as z from "zod";
import { errorStatus, type ErrorCode } from "./errors";

/** The body of every error, problem+json (RFC 9457), as the contract tells of it. */
export const problem = z.strictObject({
  type: z.string().meta({ examples: ["urn:purge-console:problem:invalid_input"] }),
  title: z.string(),
  status: z.int(),
  /** What happened and what to do, for people. */
  detail: z.string(),
  code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
  requestId: z.uuid(),
  /** Each field that was refused, by its path, and why. */
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});
