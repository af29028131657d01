/** The headers of a cache key as they are filled in; what is empty is not sent. */
export interface VariantFields {
  device: string;
  country: string;
  language: string;
  origin: string;
  /** Others, one a line: "Name: value". */
  own: string;
}

export const noVariant: VariantFields = {
  device: "",
  country: "",
  language: "",
  origin: "",
  own: "",
};

/** The headers that have a field of their own. */
export const fieldHeaders = {
  device: "CF-Device-Type",
  country: "CF-IPCountry",
  language: "Accept-Language",
  origin: "Origin",
} as const;
const fieldNames = Object.keys(fieldHeaders) as (keyof typeof fieldHeaders)[];

/** Whether any header is named. */
export function hasVariant(fields: VariantFields): boolean {
  return Object.values(fields).some((text: string) => text.trim() !== "");
}

/** Lines such as "CF-Device-Type: mobile", each in the field that is for it. */
export function variantFromLines(lines: readonly string[]): VariantFields {
  const fields = { ...noVariant };
  const own: string[] = [];
  for (const line of lines) {
    const at = line.indexOf(":");
    const name = line.slice(0, at).trim().toLowerCase();
    const field = fieldNames.find((one) => fieldHeaders[one].toLowerCase() === name);
    if (at < 0 || field === undefined || fields[field] !== "") own.push(line);
    else fields[field] = line.slice(at + 1).trim();
  }
  return { ...fields, own: own.join("\n") };
}

/**
 * The headers that are filled in. Only what cannot be put into an object is a problem here; whether names
 * and values are good is the server's to say.
 */
export function readVariant(
  fields: VariantFields,
): { headers: Record<string, string> } | { problem: string } {
  const headers = new Map<string, string>();
  for (const field of fieldNames) {
    const value = fields[field].trim();
    if (value !== "") headers.set(fieldHeaders[field], value);
  }
  for (const line of fields.own.split("\n").map((one) => one.trim())) {
    if (line === "") continue;
    const at = line.indexOf(":");
    const name = line.slice(0, at).trim();
    if (at < 1) return { problem: `"${line}" is not of the form Name: value` };
    const isThere = [...headers.keys()].some((one) => one.toLowerCase() === name.toLowerCase());
    if (isThere) return { problem: `${name} is there twice` };
    headers.set(name, line.slice(at + 1).trim());
  }
  return { headers: Object.fromEntries(headers) };
}
