import { html, type Markup } from "../html/markup";
import { renderPage } from "../html/plain-page";
import type { PracticeTenant } from "../practice-world";
import type { AppAnswer } from "./app-answer";
import type { StoredInvoice, TenantBook } from "./invoice-store";

/** Invoices shown on one page; it also bounds the number of tags that page carries. */
const SHOWN_INVOICES = 100;

/** `/`: who this is and where to go. Tags: the tenant and page:home. */
export function homePage(book: TenantBook): AppAnswer {
  const body = html`<p>Invoices and payments of ${book.tenant.name}.</p>
    <ul>
      <li><a href="/billing">Billing: ${book.invoices.length} invoices</a></li>
      <li><a href="/account">Account</a></li>
      <li><a href="/help">Help</a></li>
    </ul>`;
  const page = tenantPage(book.tenant, `Welcome, ${book.tenant.name}`, body);
  return shared(page, [`tenant:${book.tenant.id}`, "page:home"], book.changedAt);
}

const greetings: Record<string, string> = { de: "Hilfe", es: "Ayuda", fr: "Aide" };

/** `/help`: by language and device, so the edge has a copy for each. Tags: the tenant and page:help. */
export function helpPage(
  tenant: PracticeTenant,
  { language, device }: { language: string; device: string },
): AppAnswer {
  const body = html`<dl>
      <dt>Language</dt>
      <dd>${language || "none asked for"}</dd>
      <dt>Device</dt>
      <dd>${device || "not told"}</dd>
    </dl>
    <p>The edge keeps a copy of this page for each language and device.</p>`;
  const page = tenantPage(tenant, greetings[language] ?? "Help", body);
  return shared(page, [`tenant:${tenant.id}`, "page:help"], 0);
}

/** `/billing`: the invoice list. Tags: the tenant, each invoice, page:billing. */
export function billingPage(book: TenantBook): AppAnswer {
  const shown = book.invoices.slice(0, SHOWN_INVOICES);
  const rows = shown.map(
    (invoice) =>
      html`<tr>
        <th scope="row">
          <a href="/billing/invoices/${encodeURIComponent(invoice.id)}">${invoice.id}</a>
        </th>
        <td>${invoice.customer}</td>
        <td>${invoice.status}</td>
        <td class="amount">${formatAmount(invoice.amountCents)}</td>
      </tr> `,
  );
  const body = html`<table>
      <caption>
        ${shown.length} of ${book.invoices.length} invoices
      </caption>
      <thead>
        <tr>
          <th scope="col">Invoice</th>
          <th scope="col">Customer</th>
          <th scope="col">Status</th>
          <th scope="col" class="amount">Amount</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    ${dataLine(book)}
    <p>
      <a href="/api/billing">The same as JSON</a> · <a href="/billing/export.csv">Export (CSV)</a>
    </p>`;
  return shared(tenantPage(book.tenant, "Billing", body), billingTags(book), book.changedAt);
}

/** `/billing/invoices/{id}`. Tags: the tenant, the invoice, page:invoice. */
export function invoicePage(tenant: PracticeTenant, invoice: StoredInvoice): AppAnswer {
  const body = html`<dl>
      <dt>Customer</dt>
      <dd>${invoice.customer}</dd>
      <dt>Amount</dt>
      <dd>${formatAmount(invoice.amountCents)}</dd>
      <dt>Status</dt>
      <dd>${invoice.status}</dd>
    </dl>
    ${dataLine(invoice)}
    <p>
      <a href="/edit/invoices/${encodeURIComponent(invoice.id)}">Edit this invoice</a> ·
      <a href="/billing">All invoices</a>
    </p>`;
  const tags = [`tenant:${tenant.id}`, `invoice:${invoice.id}`, "page:invoice"];
  return shared(tenantPage(tenant, `Invoice ${invoice.id}`, body), tags, invoice.changedAt);
}

/** `/api/billing`: what an app would load behind the page. Tags as the page. */
export function billingJson(book: TenantBook): AppAnswer {
  const invoices = book.invoices.slice(0, SHOWN_INVOICES).map((invoice) => ({
    id: invoice.id,
    customer: invoice.customer,
    amountCents: invoice.amountCents,
    status: invoice.status,
    revision: invoice.revision,
  }));
  return json(book, { ...dataFacts(book), invoices });
}

/** `/api/billing/summary`: may be served stale while it is refreshed, so it can show UPDATING. */
export function summaryJson(book: TenantBook): AppAnswer {
  const open = book.invoices.filter((invoice) => invoice.status !== "paid");
  const openCents = open.reduce((sum, invoice) => sum + invoice.amountCents, 0);
  const answer = json(book, { ...dataFacts(book), openInvoices: open.length, openCents });
  return answer.shared
    ? { ...answer, shared: { ...answer.shared, staleWhileRevalidateSeconds: 60 } }
    : answer;
}

/** `/billing/export.csv`: personal, so it is private and the edge answers BYPASS. */
export function exportCsv(book: TenantBook): AppAnswer {
  const rows = book.invoices.map((invoice) =>
    [invoice.id, invoice.customer, invoice.status, (invoice.amountCents / 100).toFixed(2)]
      .map(csvCell)
      .join(","),
  );
  return {
    status: 200,
    contentType: "text/csv",
    body: ["invoice,customer,status,amount", ...rows, ""].join("\r\n"),
  };
}

/** `/account`: outside the cache rule (DYNAMIC); the time shows that each request is a new answer. */
export function accountPage(tenant: PracticeTenant, now: number): AppAnswer {
  const body = html`<dl>
      <dt>Tenant</dt>
      <dd>${tenant.id}</dd>
      <dt>This page was made at</dt>
      <dd><time>${new Date(now).toISOString()}</time></dd>
    </dl>
    <p>Account pages are never cached.</p>`;
  return {
    status: 200,
    contentType: "text/html",
    body: tenantPage(tenant, "Account", body),
  };
}

/** A page of one tenant with the app's navigation. */
export function tenantPage(tenant: PracticeTenant, title: string, body: Markup): string {
  const banner = html`<p>Ledgerline · ${tenant.name}</p>
    <nav aria-label="Main">
      <a href="/">Home</a> <a href="/billing">Billing</a> <a href="/account">Account</a>
    </nav>`;
  return renderPage({ title, banner, body });
}

/** Cents as dollars, such as $1,234.50. */
export function formatAmount(amountCents: number): string {
  return new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" }).format(
    amountCents / 100,
  );
}

function dataLine(data: { revision: number; changedAt: number }): Markup {
  return html`<p class="hint">
    Revision ${data.revision}, last changed at ${new Date(data.changedAt).toISOString()}
  </p>`;
}

function dataFacts(book: TenantBook) {
  return {
    tenant: book.tenant.id,
    revision: book.revision,
    lastChangedAt: new Date(book.changedAt).toISOString(),
  };
}

function billingTags(book: TenantBook): string[] {
  const invoices = book.invoices.slice(0, SHOWN_INVOICES).map(({ id }) => `invoice:${id}`);
  return [`tenant:${book.tenant.id}`, "page:billing", ...invoices];
}

function json(book: TenantBook, value: unknown): AppAnswer {
  return {
    status: 200,
    contentType: "application/json",
    body: `${JSON.stringify(value, null, 2)}\n`,
    shared: { tags: billingTags(book), changedAt: book.changedAt },
  };
}

function shared(body: string, tags: readonly string[], changedAt: number): AppAnswer {
  return { status: 200, contentType: "text/html", body, shared: { tags, changedAt } };
}

/** Quoted for CSV, and made inert for spreadsheets, which run cells that start with = + - or @. */
function csvCell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}
