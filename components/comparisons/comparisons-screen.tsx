"use client";

import { useViewer } from "@/components/shell/viewer";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { can } from "@/lib/schemas/permissions";
import { ComparisonList } from "./comparison-list";

/** All past comparisons. */
export function ComparisonsScreen() {
  const { role } = useViewer();
  return (
    <>
      <PageHeader
        title="Compare"
        description="One page of an affected and a control tenant, probed before and after a purge."
        {...(can(role, "comparison.run")
          ? {
              actions: (
                <ButtonLink variant="primary" href="/compare/new">
                  New comparison
                </ButtonLink>
              ),
            }
          : {})}
      />
      <div className="rounded-md border border-hairline bg-panel">
        <ComparisonList />
      </div>
    </>
  );
}
