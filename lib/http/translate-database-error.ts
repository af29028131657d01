import { AppError } from "@/lib/schemas/errors";

/** Prisma's codes for "no database": https://www.prisma.io/docs/orm/reference/error-reference */
const unreachable = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2037"]);
const unreachableCauses = /ECONNREFUSED|ECONNRESET|ETIMEDOUT|57P0[123]|Connection terminated/;

/** Prisma's error as the API's; null when it is a fault of ours. The only place that knows its codes. */
export function translateDatabaseError(error: unknown): AppError | null {
  if (!(error instanceof Error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (unreachable.has(code) || unreachableCauses.test(`${code} ${error.message}`)) {
    return new AppError(
      "unavailable",
      "The database does not answer just now. Nothing was changed.",
    );
  }
  if (code === "P2002") return new AppError("conflict", "Something like it is there already.");
  if (code === "P2034")
    return new AppError("conflict", "Somebody else changed it at the same moment.");
  return null;
}
