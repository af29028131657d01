"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { ButtonLink } from "@/components/ui/button";
import { SidePanel } from "@/components/ui/panel";
import { purgeQuery } from "@/lib/queries/purges";
import { purgeHref } from "./purge-href";
import { purgeTitle } from "./purge-title";

// Loaded with the first row that is opened: the list itself does not need it.
const PurgeReceipt = dynamic(
  () => import("./purge-receipt").then((module) => module.PurgeReceipt),
  { ssr: false },
);

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
