import { html, Markup } from "../html/markup";
import type { PracticeInvoice, PracticeTenant } from "../practice-world";
import type { AppAnswer } from "./app-answer";
import { formatAmount, tenantPage } from "./billing-pages";
import type { InvoiceChange, StoredInvoice } from "./invoice-store";

/** What the app does with the cache when an invoice is saved. */
export type SaveMode = "after" | "forget" | "before" | "fail";

const MODE_LABELS: Record<SaveMode, string> = {
  after: "Purge after commit (right)",
  forget: "Forget the purge",
  before: "Purge before commit",
  fail: "The write fails",
};

const STATUSES: readonly PracticeInvoice["status"][] = ["open", "paid", "overdue"];

/** The form's fields as typed. */
export interface EditFields {
  amount: string;
  status: string;
  mode: string;
}

export interface FieldErrors {
  amount?: string;
  status?: string;
  mode?: string;
}

/** A form that was filled in correctly. */
export interface EditOrder {
  change: InvoiceChange;
  mode: SaveMode;
}

/** The fields of an invoice that nobody has touched yet. */
export function fieldsOf(invoice: StoredInvoice): EditFields {
  return {
    amount: (invoice.amountCents / 100).toFixed(2),
    status: invoice.status,
    mode: "after",
  };
}

/** Reads a posted form. A missing mode means the right one, so that plain scripts can post. */
export function readEditForm(body: string): EditFields {
  const form = new URLSearchParams(body);
  return {
    amount: form.get("amount") ?? "",
    status: form.get("status") ?? "",
    mode: form.get("mode") ?? "after",
  };
}

/** Checks the fields: an amount from 0 to 9,999,999.99 dollars, a known status, a known mode. */
export function checkEditForm(fields: EditFields): EditOrder | FieldErrors {
  const amount = /^\s*\$?(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{1,2}))?\s*$/.exec(fields.amount);
  const dollars = Number(amount?.[1]?.replaceAll(",", ""));
  const status = STATUSES.find((known) => known === fields.status);
  const mode = (Object.keys(MODE_LABELS) as SaveMode[]).find((known) => known === fields.mode);
  if (amount && dollars <= 9_999_999 && status && mode) {
    const cents = Number((amount[2] ?? "").padEnd(2, "0"));
    return { change: { amountCents: dollars * 100 + cents, status }, mode };
  }
  return {
    ...(amount && dollars <= 9_999_999
      ? {}
      : { amount: "Enter an amount from 0 to 9,999,999.99, such as 120.50." }),
    ...(status ? {} : { status: "Choose open, paid or overdue." }),
    ...(mode ? {} : { mode: "Choose what the app does with the cache." }),
  };
}

/** `/edit/invoices/{id}`; with errors it is a 422 that keeps what was typed. */
export function editPage(
  tenant: PracticeTenant,
  invoice: StoredInvoice,
  fields: EditFields,
  errors: FieldErrors = {},
): AppAnswer {
  const hasErrors = Object.keys(errors).length > 0;
  const alert = hasErrors
    ? html`<p class="error" role="alert">The invoice was not saved. Check the marked fields.</p>`
    : html``;
  const stored = `${formatAmount(invoice.amountCents)}, ${invoice.status}, revision ${invoice.revision}`;
  const body = html`${alert}
    <p>Stored now: ${stored}.</p>
    <form method="post" action="/edit/invoices/${encodeURIComponent(invoice.id)}">
      ${amountField(fields, errors)} ${statusField(fields, errors)} ${modeField(fields, errors)}
      <button type="submit">Save invoice</button>
    </form>`;
  return {
    status: hasErrors ? 422 : 200,
    contentType: "text/html",
    body: tenantPage(tenant, `Edit invoice ${invoice.id}`, body),
  };
}

function amountField(fields: EditFields, errors: FieldErrors): Markup {
  return html`<div class="field">
    <label for="amount">Amount in dollars</label>
    <input
      id="amount"
      name="amount"
      inputmode="decimal"
      autocomplete="off"
      value="${fields.amount}"
      ${invalid("amount", errors)}
    />
    ${errorText("amount", errors)}
  </div>`;
}

function statusField(fields: EditFields, errors: FieldErrors): Markup {
  const options = STATUSES.map(
    (status) =>
      html`<option value="${status}" ${status === fields.status ? "selected" : ""}>
        ${status}
      </option>`,
  );
  return html`<div class="field">
    <label for="status">Status</label>
    <select id="status" name="status" ${invalid("status", errors)}>
      ${options}
    </select>
    ${errorText("status", errors)}
  </div>`;
}

function modeField(fields: EditFields, errors: FieldErrors): Markup {
  const choices = Object.entries(MODE_LABELS).map(
    ([mode, label]) =>
      html`<label
        ><input
          type="radio"
          name="mode"
          value="${mode}"
          ${mode === fields.mode ? "checked" : ""}
        />${label}</label
      >`,
  );
  return html`<fieldset>
    <legend>What the app does with the cache</legend>
    ${choices} ${errorText("mode", errors)}
  </fieldset>`;
}

function invalid(field: keyof FieldErrors, errors: FieldErrors): Markup {
  return errors[field] === undefined
    ? html``
    : new Markup(`aria-invalid="true" aria-describedby="${field}-error"`);
}

function errorText(field: keyof FieldErrors, errors: FieldErrors): Markup {
  const error = errors[field];
  return error === undefined ? html`` : html`<p class="error" id="${field}-error">${error}</p>`;
}
