import type { PageVariant } from "@/lib/schemas/page-setup";

/** What makes a variant another one than the default, in one line. */
export function variantText(variant: PageVariant): string {
  const { language, device, country, query, encoding, headers = {} } = variant;
  return [
    ...(language === undefined ? [] : [`Accept-Language: ${language}`]),
    ...(device === undefined ? [] : [device]),
    ...(country === undefined ? [] : [`visitor in ${country}, not probed`]),
    ...(query === undefined ? [] : [`?${query}`]),
    ...(encoding === undefined ? [] : [encoding]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ].join(" · ");
}
