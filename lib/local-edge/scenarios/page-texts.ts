import { html } from "../html/markup";
import type { PracticeTenant } from "../practice-world";
import { tenantPage } from "../origin/billing-pages";
import type { Stage } from "./scenario";
import type { StagedAnswer, StagedPage } from "./staged-pages";

/** The tags that a page of the app carries by the tag plan. */
export function plannedTags({ owner: { tenant } }: Pick<Stage, "owner">): string {
  const [invoice] = tenant.invoices;
  const own = invoice === undefined ? [] : [`invoice:${invoice.id}`];
  return [`tenant:${tenant.id}`, ...own, "page:practice"].join(",");
}

/** A page of a tenant that says what its content is. */
export function pageText(tenant: PracticeTenant, content: string): string {
  return tenantPage(tenant, "Practice page", html`<p>Amount due: ${content}</p>`);
}

/** A page of the scenario's tenant, tagged as planned, with something changed. */
export function page(stage: Stage, content: string, over: Partial<StagedAnswer> = {}): StagedPage {
  const { headers, ...rest } = over;
  return () => ({
    body: pageText(stage.owner.tenant, content),
    ...rest,
    headers: { "Cache-Tag": plannedTags(stage), ...headers },
  });
}

export const oldContent = "$120.00";
export const newContent = "$95.00";
