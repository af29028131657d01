"use client";

import { useQuery } from "@tanstack/react-query";
import { useViewer } from "@/components/shell/viewer";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { isFinal, purgeQuery } from "@/lib/queries/purges";
import { can } from "@/lib/schemas/permissions";
import { PurgeReceipt } from "./purge-receipt";
import { purgeTitle } from "./purge-title";
import { purgeAgainHref } from "./repeat-command";

/** A purge's own page: its receipt with a permanent address. */
export function PurgeScreen({ purgeId }: { purgeId: string }) {
  const { data } = useQuery(purgeQuery(purgeId));
  const { role } = useViewer();
  return (
    <>
      <PageHeader
        title={data ? purgeTitle(data) : "Receipt"}
        crumbs={[{ label: "Purges", href: "/purges" }]}
        {...(data?.tenant && isFinal(data.status) && can(role, "purge.object")
          ? { actions: <ButtonLink href={purgeAgainHref(data)}>Purge again</ButtonLink> }
          : {})}
      />
      <div className="max-w-4xl">
        <PurgeReceipt purgeId={purgeId} />
      </div>
    </>
  );
}
