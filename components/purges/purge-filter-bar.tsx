"use client";

import { useQuery } from "@tanstack/react-query";
import { absoluteText } from "@/components/ui/time-text";
import { useTimeZone } from "@/components/ui/time";
import type { PurgeFilters } from "@/lib/queries/purges";
import { tenantQuery } from "@/lib/queries/tenants";
import { outcomes, purgeStandings, purgeStatuses, triggerSources } from "@/lib/schemas/words";
import { FilterChips, FilterFields, FilterSelect, FilterText, type Chip } from "./filter-controls";
import { PeriodFilter } from "./period-filter";
import { periods, type FilterName, type RawFilters } from "./purge-filters";
import { outcomeWords, sourceWords, standingWords, statusWords } from "./purge-words";
import { TenantPicker } from "./tenant-picker";

interface Filtering {
  filters: PurgeFilters;
  set: (change: Partial<RawFilters>) => void;
}

const resultWords = { ...statusWords, ...standingWords };

/** The tenant that an id in the address stands for; the id itself until that is known. */
export function useTenantName(id: string | undefined) {
  const query = useQuery({ ...tenantQuery(id ?? ""), enabled: id !== undefined });
  if (id === undefined) return null;
  return query.data ?? { id, slug: id, name: `Tenant ${id}` };
}

function useChips(
  { filters }: Filtering,
  remove: (names: readonly FilterName[]) => void,
  tenantName: string | undefined,
): Chip[] {
  const { zone } = useTimeZone();
  const chips: Chip[] = [];
  const add = (name: FilterName, label: string, text: string | undefined) => {
    if (text !== undefined) chips.push({ key: name, label, text, onRemove: () => remove([name]) });
  };
  add("tenant", "Tenant", tenantName);
  add("source", "Source", filters.source && sourceWords[filters.source].word);
  add("status", "Result", filters.status && resultWords[filters.status]);
  add("actor", "Actor", filters.actor);
  add("tag", "Target", filters.tag);
  add("ticket", "Ticket", filters.ticket);
  add("proof", "Proof", filters.proof && outcomeWords[filters.proof]);
  add("period", "Period", filters.period && periods[filters.period]);
  add("from", "From", filters.from && absoluteText(filters.from, zone));
  add("to", "To", filters.to && absoluteText(filters.to, zone));
  return chips;
}

/** The feed's filters: fields, and what is on as removable chips. All of it is the address. */
export function PurgeFilterBar({
  filters,
  set,
  remove,
  clear,
}: Filtering & { remove: (names: readonly FilterName[]) => void; clear: () => void }) {
  const tenant = useTenantName(filters.tenant);
  const chips = useChips({ filters, set }, remove, tenant?.name);
  const text = (name: FilterName) => (value: string) =>
    set({ [name]: value === "" ? null : value });
  return (
    <div role="search" aria-label="Filter purges" className="mb-3 flex flex-col gap-2">
      <FilterFields count={chips.length}>
        <TenantPicker label="Tenant" value={tenant} onPick={({ id }) => set({ tenant: id })} />
        <FilterSelect
          label="Trigger source"
          any="Any source"
          value={filters.source ?? ""}
          options={triggerSources.map((source) => [source, sourceWords[source].word])}
          onCommit={text("source")}
        />
        <FilterSelect
          label="Result"
          any="Any result"
          value={filters.status ?? ""}
          options={[...purgeStatuses, ...purgeStandings].map((one) => [one, resultWords[one]])}
          onCommit={text("status")}
        />
        <FilterSelect
          label="Proof"
          any="Any proof"
          value={filters.proof ?? ""}
          options={outcomes.map((outcome) => [outcome, outcomeWords[outcome]])}
          onCommit={text("proof")}
        />
        <FilterText label="Actor" value={filters.actor ?? ""} onCommit={text("actor")} />
        <FilterText label="Tag or URL" value={filters.tag ?? ""} onCommit={text("tag")} />
        <FilterText label="Ticket" value={filters.ticket ?? ""} onCommit={text("ticket")} />
        <PeriodFilter filters={filters} set={set} />
      </FilterFields>
      <FilterChips chips={chips} onClear={clear} />
    </div>
  );
}
