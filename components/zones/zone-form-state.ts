import type { ZoneBody } from "@/lib/schemas/directory";
import type { ZoneDetail } from "@/lib/schemas/zones";

/** A zone's set-up as it is being edited: text, as it was typed. */
export interface ZoneForm {
  name: string;
  accountId: string;
  plan: ZoneDetail["plan"];
  tieredCache: boolean;
  tenantMarker: string;
  /** One a line: its ref, a space, its name. */
  environments: string;
  edgeScheme: string;
  edgeAddress: string;
  originScheme: string;
  originAddress: string;
  headerName: string;
  headerSecret: string;
}

/** The form of a zone as it is. */
export function formOfZone(zone: ZoneDetail): ZoneForm {
  const { name, accountId, plan, tieredCache, edge, origin } = zone;
  return {
    ...{ name, accountId, plan, tieredCache },
    tenantMarker: zone.tenantMarker ?? "",
    environments: zone.environments.map((one) => `${one.ref} ${one.name}`).join("\n"),
    edgeScheme: edge?.scheme ?? "https",
    edgeAddress: edge?.address ?? "",
    originScheme: origin?.scheme ?? "https",
    originAddress: origin?.address ?? "",
    headerName: origin?.header?.name ?? "",
    headerSecret: origin?.header?.secret ?? "",
  };
}

function environmentsOf(text: string): { ref: string; name: string }[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const [ref = "", ...name] = line.split(/\s+/);
      return { ref, name: name.join(" ") || ref };
    });
}

/** What is sent: the server says what is wrong with it. */
export function bodyOfZone(form: ZoneForm, basedOn: string): ZoneBody {
  const { name, accountId, plan, tieredCache, tenantMarker } = form;
  const scheme = (text: string) => text as "http" | "https";
  const header = { name: form.headerName.trim(), secret: form.headerSecret.trim() };
  const origin = { scheme: scheme(form.originScheme), address: form.originAddress.trim() };
  const edge = { scheme: scheme(form.edgeScheme), address: form.edgeAddress.trim() };
  return {
    ...{ name: name.trim(), accountId: accountId.trim(), plan, tieredCache, basedOn },
    environments: environmentsOf(form.environments),
    ...(tenantMarker.trim() === "" ? {} : { tenantMarker: tenantMarker.trim() }),
    ...(edge.address === "" ? {} : { edge }),
    ...(origin.address === ""
      ? {}
      : { origin: header.name + header.secret === "" ? origin : { ...origin, header } }),
  };
}
