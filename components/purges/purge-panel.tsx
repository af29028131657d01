"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { ButtonLink } from "@/components/ui/button";
import { SidePanel } from "@/components/ui/panel";
import { purgeQuery } from "@/lib/queries/purges";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { purgeHref } from "./purge-row";
import { methodVerb, namedScope } from "./scope-words";

// Loaded with the first row that is opened: the list itself does not need it.
const PurgeReceipt = dynamic(
  () => import("./purge-receipt").then((module) => module.PurgeReceipt),
  { ssr: false },
);

/** What a purge is called: "Purge everything of acme". */
export function purgeTitle(purge: PurgeDetail): string {
  const owner = purge.tenant?.slug ?? purge.zone.name;
  const tenantTag = purge.tier === "tenant" ? (purge.selector.tags?.[0] ?? null) : null;
  return `${methodVerb[purge.method]} ${namedScope(purge.selector, owner, tenantTag)}`;
}

/** The receipt of the row that is open, beside the list; null: none is. */
export function PurgePanel({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { data } = useQuery({ ...purgeQuery(id ?? ""), enabled: id !== null });
  return (
    <SidePanel
      open={id !== null}
      onClose={onClose}
      title={data ? purgeTitle(data) : "Receipt"}
      actions={
        id !== null && (
          <ButtonLink size="sm" variant="ghost" href={purgeHref(id)}>
            Own page
          </ButtonLink>
        )
      }
    >
      {id !== null && <PurgeReceipt key={id} purgeId={id} />}
    </SidePanel>
  );
}
