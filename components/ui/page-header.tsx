import Link from "next/link";
import type { ReactNode } from "react";

export interface Crumb {
  label: string;
  href: string;
}

/** The head of a screen: the way here, its title, and its actions, the primary one last. */
export function PageHeader({
  title,
  crumbs = [],
  actions,
  description,
}: {
  title: ReactNode;
  crumbs?: Crumb[];
  actions?: ReactNode;
  description?: ReactNode;
}) {
  return (
    <header className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {crumbs.length > 0 && (
          <nav aria-label="Breadcrumb" className="mb-0.5">
            <ol className="flex flex-wrap gap-1 text-sm text-muted">
              {crumbs.map((crumb) => (
                <li key={crumb.href} className="flex min-w-0 gap-1">
                  <Link
                    href={crumb.href}
                    className="inline-flex min-h-6 items-center hover:text-accent-text hover:underline"
                  >
                    {crumb.label}
                  </Link>
                  <span aria-hidden className="self-center">
                    /
                  </span>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <h1
          className="line-clamp-3 text-xl font-semibold tracking-[-0.01em] text-balance wrap-anywhere"
          title={typeof title === "string" && title.length > 80 ? title : undefined}
        >
          {title}
        </h1>
        {description !== undefined && (
          <div className="mt-0.5 max-w-prose text-muted">{description}</div>
        )}
      </div>
      {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
