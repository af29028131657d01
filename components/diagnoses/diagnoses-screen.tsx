"use client";

import { useViewer } from "@/components/shell/viewer";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { can } from "@/lib/schemas/permissions";
import { DiagnosisList } from "./diagnosis-list";

/** Everything that was found when people asked why a page is stale. */
export function DiagnosesScreen() {
  const { role } = useViewer();
  return (
    <>
      <PageHeader
        title="Why is it stale?"
        description="Pages that were reported as old, and the one cause that was found for each."
        {...(can(role, "diagnosis.run")
          ? {
              actions: (
                <ButtonLink variant="primary" href="/diagnoses/new">
                  Ask about a page
                </ButtonLink>
              ),
            }
          : {})}
      />
      <div className="rounded-md border border-hairline bg-panel">
        <DiagnosisList />
      </div>
    </>
  );
}
