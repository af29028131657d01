import type { PracticeInvoice, PracticeTenant, PracticeWorld } from "../practice-world";

/** An invoice as the practice app keeps it. Edits change it; the world that was passed in stays. */
export interface StoredInvoice extends PracticeInvoice {
  /** Starts at 1, one more with each edit. */
  revision: number;
  /** ms since the epoch. */
  changedAt: number;
}

export interface TenantBook {
  tenant: PracticeTenant;
  invoices: readonly StoredInvoice[];
  /** Sum of the edits of all invoices, starting at 1. */
  revision: number;
  /** The newest edit, ms since the epoch. */
  changedAt: number;
}

export type InvoiceChange = Pick<PracticeInvoice, "amountCents" | "status">;

export interface InvoiceStore {
  bookOf(tenant: PracticeTenant): TenantBook;
  find(tenant: PracticeTenant, invoiceId: string): StoredInvoice | undefined;
  /** Commits an edit and returns the invoice as it now is. */
  commit(invoice: StoredInvoice, change: InvoiceChange): StoredInvoice;
}

/**
 * The practice app's database, in memory. `clock` in ms; data counts as changed when the store is
 * made, so pages of an untouched tenant never differ from one request to the next.
 */
export function createInvoiceStore(world: PracticeWorld, clock: () => number): InvoiceStore {
  const startedAt = clock();
  const books = new Map<PracticeTenant, StoredInvoice[]>();
  for (const tenant of world.zones.flatMap((zone) => zone.tenants)) {
    books.set(
      tenant,
      tenant.invoices.map((invoice) => ({ ...invoice, revision: 1, changedAt: startedAt })),
    );
  }
  return {
    bookOf(tenant) {
      const invoices = books.get(tenant) ?? [];
      return {
        tenant,
        invoices,
        revision: invoices.reduce((sum, invoice) => sum + invoice.revision - 1, 1),
        changedAt: Math.max(startedAt, ...invoices.map((invoice) => invoice.changedAt)),
      };
    },
    find: (tenant, invoiceId) => books.get(tenant)?.find((invoice) => invoice.id === invoiceId),
    commit(invoice, change) {
      invoice.amountCents = change.amountCents;
      invoice.status = change.status;
      invoice.revision += 1;
      invoice.changedAt = clock();
      return invoice;
    },
  };
}
