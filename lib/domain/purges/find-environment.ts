import type { InvalidField } from "@/lib/schemas/errors";
import type { ZoneEnvironment } from "@/lib/schemas/tenants";

/**
 * The environment that a request names, by name or ref, without regard to case.
 *
 * @returns null for production, or why it is none
 */
export function findEnvironment(
  typed: string | undefined,
  environments: readonly ZoneEnvironment[],
  zone: string,
): { environment: ZoneEnvironment | null } | { fields: InvalidField[] } {
  const folded = typed?.toLowerCase() ?? "production";
  const found = environments.find(({ ref, name }) =>
    [ref.toLowerCase(), name.toLowerCase()].includes(folded),
  );
  if (found !== undefined) return { environment: found };
  if (folded === "production") return { environment: null };
  const names = environments.map(({ name }) => name).join(", ");
  const message =
    names === ""
      ? `${zone} has no environments beside production`
      : `is no environment of ${zone}: it has ${names}, and production when none is named`;
  return { fields: [{ path: "environment", message }] };
}
