import { cx } from "@/components/ui/class-names";
import { Table, Th } from "@/components/ui/table";
import type { AuditEntry } from "@/lib/schemas/audit";
import { AuditRow } from "./audit-row";

/** Entries of the record; the open one shows everything that was recorded. */
export function AuditTable({
  label,
  rows,
  isOld = false,
  openId,
  onOpen,
}: {
  label: string;
  rows: readonly AuditEntry[];
  /** Whether they are the rows of before, while new ones are on their way. */
  isOld?: boolean;
  openId: string | null;
  onOpen: (id: string | null) => void;
}) {
  return (
    <Table
      label={label}
      stacked
      className={cx("sm:min-w-[56rem] sm:table-fixed", isOld && "opacity-60")}
    >
      <thead>
        <tr>
          <Th className="w-28">Time</Th>
          <Th className="w-[22%]">Actor</Th>
          <Th className="w-[18%]">Action</Th>
          <Th className="w-28">Outcome</Th>
          <Th>What</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((entry) => (
          <AuditRow
            key={entry.id}
            entry={entry}
            open={entry.id === openId}
            onToggle={() => onOpen(entry.id === openId ? null : entry.id)}
          />
        ))}
      </tbody>
    </Table>
  );
}
