import { AppError } from "@/lib/schemas/errors";

/** Prisma's codes for "no database": https://www.prisma.io/docs/orm/reference/error-reference */
const unreachable = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2037"]);
const unreachableCauses =
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|57P0[123]|Connection terminated|connection error|Query read timeout|trying to connect/;
/** The database does not do it: it took too long, a right or a table is missing. */
const refused = /\b(57014|42501|42P01|P2021)\b/;

/** Prisma's error, or the driver's, as the API's; null when it is a fault of ours. The only place that knows their codes. */
export function translateDatabaseError(error: unknown): AppError | null {
  if (!(error instanceof Error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (unreachable.has(code) || unreachableCauses.test(`${code} ${error.message}`)) {
    return new AppError(
      "unavailable",
      "The database does not answer just now. Nothing was changed.",
    );
  }
  if (refused.test(`${code} ${error.message}`)) {
    return new AppError("unavailable", "The database refuses just now. Nothing was changed.");
  }
  if (code === "P2002" || code === "23505")
    return new AppError("conflict", "Something like it is there already.");
  if (code === "P2034")
    return new AppError("conflict", "Somebody else changed it at the same moment.");
  return null;
}
