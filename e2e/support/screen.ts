import { expect, type Page } from "@playwright/test";
import type { Role } from "@/lib/schemas/words";
import type { tenantOf } from "./tenants";

type Tenant = ReturnType<typeof tenantOf>;

/** What there has to be so that every screen has something to show. */
export interface ScreenData {
  tenant: Tenant;
  /** The tenant that stays warm. */
  control: Tenant;
  purge: string;
  failed: string;
  /** One that waits for a second person; the engineer asked for it. */
  waiting: string;
  comparison: string;
  diagnosis: string;
}

export interface Screen {
  name: string;
  role: Role | null;
  path: (data: ScreenData) => string;
  /** What is there when the screen has its data. */
  ready: (page: Page) => Promise<void>;
  /** Opens what is looked at: a dialog, a panel. */
  open?: (page: Page) => Promise<void>;
}

/** Waits for the screen's own heading. */
export const heading = (name: string | RegExp) => async (page: Page) => {
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
};
/** Waits for a row of a table. */
export const table = (name: string) => async (page: Page) => {
  await expect(page.getByRole("table", { name }).first().getByRole("row").nth(1)).toBeVisible();
};
