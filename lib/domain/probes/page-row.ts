import type { LeaveOutRule, PageVariant, ProbeHeader } from "@/lib/schemas/page-setup";
import type { Prisma } from "@/prisma/generated/client";

/** What a page and its set-up are read with. */
export const pageSelect = {
  path: true,
  variants: true,
  leaveOut: true,
  secretHeader: true,
  secretName: true,
} as const satisfies Prisma.PageSelect;

type PageRow = Prisma.PageGetPayload<{ select: typeof pageSelect }>;

/** How a page is probed. */
export interface Setup {
  variants: PageVariant[];
  leaveOut: LeaveOutRule[];
  probeHeader: ProbeHeader | null;
}

export const noSetup: Setup = { variants: [], leaveOut: [], probeHeader: null };

/** A page's set-up as it is stored; what is stored was held to its schema by the directory. */
export function toSetup({ variants, leaveOut, secretHeader, secretName }: PageRow): Setup {
  return {
    variants: variants as PageVariant[],
    leaveOut: leaveOut as LeaveOutRule[],
    probeHeader:
      secretHeader === null || secretName === null
        ? null
        : { name: secretHeader, secret: secretName },
  };
}
