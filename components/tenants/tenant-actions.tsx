"use client";

import { CircleQuestionMark, Columns2, Eraser, Eye } from "lucide-react";
import { askWhyHref } from "@/components/diagnoses/diagnosis-href";
import { watchHref } from "@/components/watches/watch-href";
import { listOf } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button, ButtonLink, type ButtonSize, type ButtonVariant } from "@/components/ui/button";
import { can, rolesWith, type Permission } from "@/lib/schemas/permissions";
import type { TenantRef } from "@/lib/schemas/tenants";

/** The form for purging a tenant, or one of its pages. It fills in, it sends nothing. */
export function purgeHref(tenantId: string, url?: string): string {
  const query = new URLSearchParams({ tenant: tenantId, ...(url === undefined ? {} : { url }) });
  return `/purges/new?${query.toString()}`;
}

/** The form for comparing a tenant, or one of its pages. */
export function compareHref(tenantId: string, path?: string): string {
  const query = new URLSearchParams({ tenant: tenantId, ...(path === undefined ? {} : { path }) });
  return `/compare/new?${query.toString()}`;
}

/** A link for those who may, and for the others the same button with who may. */
export function PermittedLink({
  needs,
  what,
  href,
  label,
  children,
  ...look
}: {
  needs: Permission;
  /** Ends the sentence "Your role cannot …". */
  what: string;
  href: string;
  /** The accessible name, when the visible text alone does not say it. */
  label?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: React.ReactNode;
  className?: string;
  children: React.ReactNode;
}) {
  const { role } = useViewer();
  const name = label === undefined ? {} : { "aria-label": label };
  if (can(role, needs))
    return (
      <ButtonLink href={href} {...name} {...look}>
        {children}
      </ButtonLink>
    );
  const why = `The role ${role} cannot ${what}. These can: ${listOf(rolesWith(needs))}.`;
  return (
    <Button whyDisabled={why} {...name} {...look}>
      {children}
    </Button>
  );
}

/** Asking why, watching, comparing and purging, the last being what one comes for. */
export function TenantActions({ tenant }: { tenant: TenantRef }) {
  return (
    <>
      <PermittedLink
        needs="diagnosis.run"
        what="ask why a page is stale"
        href={askWhyHref(tenant.id)}
        icon={<CircleQuestionMark aria-hidden />}
      >
        Why is it stale?
      </PermittedLink>
      <PermittedLink
        needs="comparison.run"
        what="watch pages"
        href={watchHref([tenant.id])}
        icon={<Eye aria-hidden />}
      >
        Watch
      </PermittedLink>
      <PermittedLink
        needs="comparison.run"
        what="run comparisons"
        href={compareHref(tenant.id)}
        icon={<Columns2 aria-hidden />}
      >
        Compare
      </PermittedLink>
      <PermittedLink
        needs="purge.object"
        what="purge"
        href={purgeHref(tenant.id)}
        variant="primary"
        icon={<Eraser aria-hidden />}
      >
        Purge {tenant.slug}
      </PermittedLink>
    </>
  );
}
