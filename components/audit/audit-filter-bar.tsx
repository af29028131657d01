"use client";

import {
  FilterChips,
  FilterFields,
  FilterSelect,
  FilterText,
  type Chip,
} from "@/components/purges/filter-controls";
import { PeriodFilter } from "@/components/purges/period-filter";
import { useTenantName } from "@/components/purges/purge-filter-bar";
import { periods } from "@/components/purges/purge-filters";
import { TenantPicker } from "@/components/purges/tenant-picker";
import { absoluteText } from "@/components/ui/time-text";
import { useTimeZone } from "@/components/ui/time";
import type { AuditFilters } from "@/lib/queries/audit";
import type { AuditFilterName, RawAuditFilters } from "./audit-filters";
import { actionInWords, knownActions } from "./audit-words";

interface Props {
  filters: AuditFilters;
  set: (change: Partial<RawAuditFilters>) => void;
  clear: () => void;
}

const outcomeWords = { done: "Done", refused: "Refused" };

/** The audit list's filters: fields, and what is on as removable chips. All of it is the address. */
export function AuditFilterBar({ filters, set, clear }: Props) {
  const { zone } = useTimeZone();
  const tenant = useTenantName(filters.tenant);
  const chips: Chip[] = [];
  const add = (name: AuditFilterName, label: string, text: string | undefined) => {
    if (text !== undefined)
      chips.push({ key: name, label, text, onRemove: () => set({ [name]: null }) });
  };
  add("actor", "Actor", filters.actor);
  add("action", "Action", filters.action && actionInWords(filters.action));
  add("outcome", "Outcome", filters.outcome && outcomeWords[filters.outcome]);
  add("tenant", "Tenant", tenant?.name);
  add("period", "Period", filters.period && periods[filters.period]);
  add("from", "From", filters.from && absoluteText(filters.from, zone));
  add("to", "To", filters.to && absoluteText(filters.to, zone));
  const text = (name: AuditFilterName) => (value: string) =>
    set({ [name]: value === "" ? null : value });
  return (
    <div role="search" aria-label="Filter the record" className="mb-3 flex flex-col gap-2">
      <FilterFields count={chips.length}>
        <FilterText label="Actor" value={filters.actor ?? ""} onCommit={text("actor")} />
        <FilterSelect
          label="Action"
          any="Any action"
          value={filters.action ?? ""}
          options={withCurrent(filters.action)}
          onCommit={text("action")}
        />
        <FilterSelect
          label="Outcome"
          any="Any outcome"
          value={filters.outcome ?? ""}
          options={Object.entries(outcomeWords)}
          onCommit={text("outcome")}
        />
        <TenantPicker label="Tenant" value={tenant} onPick={({ id }) => set({ tenant: id })} />
        <PeriodFilter filters={filters} set={set} />
      </FilterFields>
      <FilterChips chips={chips} onClear={clear} />
    </div>
  );
}

/** The known actions, and the one in the address when it is none of them. */
function withCurrent(action: string | undefined): [string, string][] {
  const isKnown = action === undefined || knownActions.some(([id]) => id === action);
  return isKnown ? knownActions : [...knownActions, [action, action]];
}
