import { memo, type MouseEvent } from "react";
import { useAnnounce } from "@/components/ui/live";
import { Td, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { useCancelPurge } from "@/lib/queries/purges";
import type { Purge } from "@/lib/schemas/purges";
import { CancelProblem } from "./cancel-problem";
import { ProofCell, ResultCell, ScopeCell, TenantCell, WhyCells } from "./purge-row-cells";

/** Opens the row's panel on a click, unless the click was meant for something inside the row. */
function isOfRow(event: MouseEvent): boolean {
  const inner = (event.target as Element).closest("a, button, input, [tabindex]");
  const selecting = window.getSelection()?.type === "Range";
  return inner === null && !selecting;
}

/**
 * One purge in the feed. Its scope is the link: a plain click opens the panel, any other the page. Drawn again only
 * when it has changed: a list of hundreds would otherwise be drawn whole for each row that is opened.
 */
export const PurgeRow = memo(function PurgeRow({
  purge,
  selected,
  withTenant,
  onOpen,
}: {
  purge: Purge;
  selected: boolean;
  withTenant: boolean;
  onOpen: (id: string) => void;
}) {
  const announce = useAnnounce();
  const cancel = useCancelPurge(purge.id, () => announce("Cancelled. Nothing was sent."));
  return (
    <>
      <Tr
        selected={selected}
        data-purge-row={purge.id}
        onClick={(event) => {
          if (isOfRow(event)) onOpen(purge.id);
        }}
        className="cursor-pointer"
      >
        <Td label="Time">
          <Time value={purge.requestedAt} />
        </Td>
        {withTenant && (
          // In this narrow column the name alone; the slug is in the tooltip and the receipt.
          <Td label="Tenant" className="sm:[&_a>span:last-child]:hidden">
            <TenantCell purge={purge} />
          </Td>
        )}
        <Td label="Scope">
          <ScopeCell purge={purge} onOpen={onOpen} />
        </Td>
        <WhyCells purge={purge} />
        <Td label="Result">
          <ResultCell purge={purge} />
        </Td>
        <Td label="Attempts" numeric>
          {purge.attemptCount}
        </Td>
        {/* Not a word about proof where a row's cell holds the way to have it not sent. */}
        <Td label={purge.cancellable ? undefined : "Proof"}>
          <ProofCell purge={purge} cancel={cancel} />
        </Td>
      </Tr>
      {cancel.error !== null && (
        <tr>
          <td colSpan={10} className="border-b border-hairline p-2">
            <CancelProblem cancel={cancel} />
          </td>
        </tr>
      )}
    </>
  );
});
