import { findPage, type TenantPage } from "@/lib/domain/probes/find-page";
import { normalisePath } from "@/lib/edge/probe/normalise-path";
import { AppError } from "@/lib/schemas/errors";

function invalid(path: string, message: string): AppError {
  return new AppError("invalid_input", `${path}: ${message}`, [{ path, message }]);
}

/** The path of a page as it is probed. @throws AppError invalid_input naming the field */
export function requirePath(typed: string, field: string): string {
  const path = normalisePath(typed);
  if (path === null) throw invalid(field, 'must be the path of a page, such as "/billing"');
  return path;
}

/**
 * The page of a tenant that can be the control of another's: of the same zone, with a copy of its own.
 *
 * @throws AppError not_found, invalid_input naming the field
 */
export async function requireControl(
  affected: TenantPage,
  controlTenantId: string,
  field: string,
): Promise<TenantPage> {
  const control = await findPage(controlTenantId, affected.request.path);
  if (affected.tenantId === control.tenantId)
    throw invalid(field, "must be another tenant than the affected one");
  if (affected.zoneId !== control.zoneId) throw invalid(field, "must be a tenant of the same zone");
  if (affected.request.host === control.request.host)
    throw invalid(field, "is served from the same host, so both have one copy");
  return control;
}
