"use client";

import { Field, Select, TextInput } from "@/components/ui/field";
import { useTimeZone } from "@/components/ui/time";
import { fromInputTime, toInputTime } from "./local-time";
import { periods, type Period } from "./purge-filters";

/** What of a list's filters says when. */
interface Span {
  period?: Period;
  from?: string;
  to?: string;
}
type SpanChange = Partial<Record<keyof Span, string | null>>;

const DAY_MS = 86_400_000;

/** When: a span that moves with the clock, or two times of one's own. */
export function PeriodFilter({
  filters,
  set,
}: {
  filters: Span;
  set: (change: SpanChange) => void;
}) {
  const { zone } = useTimeZone();
  const custom =
    filters.period === undefined && (filters.from !== undefined || filters.to !== undefined);
  const choose = (value: string) => {
    if (value === "custom") {
      const from = new Date(Date.now() - DAY_MS).toISOString();
      set({ period: null, from, to: null });
    } else set({ period: value === "" ? null : value, from: null, to: null });
  };
  const zoneWord = zone === "utc" ? "UTC" : "your time";
  return (
    <>
      <Field label="Period">
        <Select
          value={filters.period ?? (custom ? "custom" : "")}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">Any time</option>
          {(Object.keys(periods) as Period[]).map((period) => (
            <option key={period} value={period}>
              {periods[period]}
            </option>
          ))}
          <option value="custom">From … to</option>
        </Select>
      </Field>
      {custom &&
        (["from", "to"] as const).map((name) => (
          <Field
            key={name}
            className="col-span-2 max-w-60"
            label={`${name === "from" ? "From" : "To"} (${zoneWord})`}
          >
            <TextInput
              // On blur and not while typing: a half entered time reads as empty.
              key={`${filters[name] ?? ""} ${zone}`}
              type="datetime-local"
              defaultValue={toInputTime(filters[name], zone)}
              onBlur={(event) => {
                const entered = event.target.value;
                if (entered !== toInputTime(filters[name], zone))
                  set({ [name]: fromInputTime(entered, zone) });
              }}
            />
          </Field>
        ))}
    </>
  );
}
