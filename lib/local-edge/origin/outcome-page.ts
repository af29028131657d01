import { html } from "../html/markup";
import type { PracticeTenant } from "../practice-world";
import type { AppAnswer } from "./app-answer";
import { formatAmount, tenantPage } from "./billing-pages";
import type { StoredInvoice } from "./invoice-store";
import type { SaveOutcome } from "./save-invoice";

/** `/edit/outcomes/{id}`: what a save did, step by step, and what the edge will now show. */
export function outcomePage(tenant: PracticeTenant, outcome: SaveOutcome): AppAnswer {
  const body = html`<ol>
      ${outcome.steps.map((step) => html`<li>${step}</li>`)}
    </ol>
    <p>
      The stored amount went from ${formatAmount(outcome.beforeCents)} to
      ${formatAmount(outcome.afterCents)}. ${expectation(outcome)}
    </p>
    ${links(outcome.invoiceId)}`;
  const title = `Invoice ${outcome.invoiceId} was saved`;
  return { status: 200, contentType: "text/html", body: tenantPage(tenant, title, body) };
}

/** The 500 page of a write that failed: nothing changed, so nothing was purged. */
export function writeFailedPage(tenant: PracticeTenant, invoice: StoredInvoice): AppAnswer {
  const body = html`<p role="alert">
      The database refused the write. The invoice still says ${formatAmount(invoice.amountCents)},
      ${invoice.status}, revision ${invoice.revision}.
    </p>
    <p>A failed write must purge nothing, and nothing was purged.</p>
    ${links(invoice.id)}`;
  const title = `Invoice ${invoice.id} was not saved`;
  return { status: 500, contentType: "text/html", body: tenantPage(tenant, title, body) };
}

/** A short page for a wrong address, a body that is too large and the like. */
export function problemPage(
  tenant: PracticeTenant,
  status: number,
  title: string,
  text: string,
): AppAnswer {
  const body = html`<p>${text}</p>
    <p><a href="/">Home</a></p>`;
  return { status, contentType: "text/html", body: tenantPage(tenant, title, body) };
}

function expectation(outcome: SaveOutcome): string {
  if (outcome.mode === "before") return "The edge was refilled too early and keeps the old amount.";
  if (outcome.mode === "forget") return "The edge keeps the old amount until its copy expires.";
  return outcome.purge?.accepted
    ? "The next visitor should see the new amount."
    : "The edge may keep the old amount, because the purge was not accepted.";
}

function links(invoiceId: string) {
  const id = encodeURIComponent(invoiceId);
  return html`<p>
    <a href="/billing/invoices/${id}">The invoice as visitors see it</a> ·
    <a href="/billing">Billing</a> · <a href="/edit/invoices/${id}">Edit again</a>
  </p>`;
}
