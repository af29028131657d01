"use client";

import { Scale } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { fromInputTime, toInputTime } from "@/components/purges/local-time";
import { listOf, ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Field, Select, TextInput } from "@/components/ui/field";
import { useAnnounce } from "@/components/ui/live";
import { useTimeZone } from "@/components/ui/time";
import { useReconcile } from "@/lib/queries/reconciliations";
import { can, rolesWith } from "@/lib/schemas/permissions";

const spans = { "3600000": "Last hour", "86400000": "Last 24 hours", "604800000": "Last 7 days" };

function whyNot(role: Parameters<typeof can>[0], hasToken: boolean): string | undefined {
  if (!can(role, "reconciliation.run"))
    return `Reconciling is for: ${listOf(rolesWith("reconciliation.run"))}`;
  return hasToken ? undefined : "There is no token for Cloudflare’s audit log";
}

/** The period that is being chosen; two times of one's own are on the clock that the screen shows. */
function useChosenPeriod() {
  const { zone } = useTimeZone();
  const [span, setSpan] = useState("3600000");
  const [own, setOwn] = useState({ from: "", to: "" });
  const choose = (value: string) => {
    setSpan(value);
    if (value !== "own") return;
    const now = new Date();
    const before = new Date(now.getTime() - 86_400_000);
    setOwn({
      from: toInputTime(before.toISOString(), zone),
      to: toInputTime(now.toISOString(), zone),
    });
  };
  const period = () => {
    if (span === "own") {
      return { from: fromInputTime(own.from, zone) ?? "", to: fromInputTime(own.to, zone) ?? "" };
    }
    const to = Date.now();
    const from = new Date(to - Number(span)).toISOString();
    return { from, to: new Date(to).toISOString() };
  };
  return { zone, span, choose, own, setOwn, period };
}

function OwnTimes({ zone, own, setOwn }: ReturnType<typeof useChosenPeriod>) {
  return (["from", "to"] as const).map((name) => (
    <Field
      key={name}
      label={`${name === "from" ? "From" : "To"} (${zone === "utc" ? "UTC" : "your time"})`}
      className="w-56"
    >
      <TextInput
        type="datetime-local"
        value={own[name]}
        onChange={({ target }) => setOwn({ ...own, [name]: target.value })}
      />
    </Field>
  ));
}

/** Asks for a comparison of a period. */
export function AskForm({ hasToken }: { hasToken: boolean }) {
  const { role } = useViewer();
  const announce = useAnnounce();
  const ask = useReconcile();
  // What was asked for stands open in the list.
  const [, setOpen] = useQueryState("run", parseAsString.withOptions({ history: "push" }));
  const chosen = useChosenPeriod();
  const whyDisabled = whyNot(role, hasToken);
  return (
    <form
      aria-label="Compare a period"
      className="mb-4 flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (whyDisabled !== undefined) return;
        ask.mutate(chosen.period(), {
          onSuccess: ({ id }) => {
            announce("It is being compared");
            void setOpen(id);
          },
        });
      }}
    >
      <Field label="Period" className="w-40">
        <Select value={chosen.span} onChange={({ target }) => chosen.choose(target.value)}>
          {Object.entries(spans).map(([ms, label]) => (
            <option key={ms} value={ms}>
              {label}
            </option>
          ))}
          <option value="own">From … to</option>
        </Select>
      </Field>
      {chosen.span === "own" && <OwnTimes {...chosen} />}
      <Button
        type="submit"
        icon={<Scale aria-hidden />}
        pending={ask.isPending}
        whyDisabled={whyDisabled}
      >
        Compare with Cloudflare
      </Button>
      {ask.error && (
        <div className="basis-full">
          <ProblemNotice title="It was not compared" error={ask.error} />
        </div>
      )}
    </form>
  );
}
