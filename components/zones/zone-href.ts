/** The address of a zone's set-up. */
export const zoneHref = (id: string): string => `/zones/${encodeURIComponent(id)}`;

/** And of its tag plan. */
export const tagPlanHref = (id: string): string => `${zoneHref(id)}/tag-plan`;
