"use client";

import { useState } from "react";
import { fromInputTime, toInputTime } from "@/components/purges/local-time";
import { Field, Select, TextInput } from "@/components/ui/field";
import { useTimeZone } from "@/components/ui/time";
import { deskPresets, isClock, type useDeskPeriod } from "./desk-period";

type Period = ReturnType<typeof useDeskPeriod>;

/** Two times of one's own. */
function OwnTimes({ value, set }: Period) {
  const { zone } = useTimeZone();
  const word = zone === "utc" ? "UTC" : "your time";
  return (["from", "to"] as const).map((name) => (
    <Field key={name} label={`${name === "from" ? "From" : "To"} (${word})`} className="w-56">
      <TextInput
        key={`${value[name]} ${zone}`}
        type="datetime-local"
        defaultValue={toInputTime(value[name], zone)}
        onBlur={({ target }) => {
          const time = fromInputTime(target.value, zone);
          if (time !== null && target.value !== toInputTime(value[name], zone))
            void set({ [name]: time, period: null });
        }}
      />
    </Field>
  ));
}

/** A time of day as "08:00": a browser's own field would show it by its language, in twelve hours or 24. */
function ClockField({ name, value, set }: Period & { name: "workFrom" | "workTo" }) {
  const [isWrong, setWrong] = useState(false);
  return (
    <Field
      label={name === "workFrom" ? "Work begins" : "Work ends"}
      error={isWrong ? "A time such as 08:00" : null}
      className="w-24"
    >
      <TextInput
        key={value[name]}
        inputMode="numeric"
        defaultValue={value[name]}
        onBlur={({ target }) => {
          const text = target.value.trim();
          setWrong(!isClock(text));
          if (isClock(text) && text !== value[name]) void set({ [name]: text });
        }}
      />
    </Field>
  );
}

function WorkingHours(period: Period) {
  const { value, set } = period;
  return (
    <>
      <ClockField {...period} name="workFrom" />
      <ClockField {...period} name="workTo" />
      <Field label="Time zone of work" className="w-44">
        <TextInput
          key={value.timeZone}
          defaultValue={value.timeZone}
          onBlur={({ target }) => {
            if (target.value.trim() !== value.timeZone)
              void set({ timeZone: target.value.trim() || null });
          }}
        />
      </Field>
    </>
  );
}

/** What the questions are asked with: a period, and when people work. All of it is the address. */
export function PeriodBar(period: Period) {
  const { value, chosen, set } = period;
  return (
    <div role="search" aria-label="Period" className="mb-4 flex flex-wrap items-end gap-3">
      <Field label="Period" className="w-40">
        <Select
          value={chosen}
          onChange={({ target }) =>
            void set(
              target.value === "custom"
                ? { period: null, from: value.from, to: value.to }
                : { period: target.value, from: null, to: null },
            )
          }
        >
          {Object.entries(deskPresets).map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
          <option value="custom">From … to</option>
        </Select>
      </Field>
      {chosen === "custom" && <OwnTimes {...period} />}
      <WorkingHours {...period} />
    </div>
  );
}
