"use client";

import { Dices } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { listOf, ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { ApiError } from "@/lib/queries/api-client";
import { type DeskPeriod, useDrawSample } from "@/lib/queries/desk";
import type { DeskFigure } from "@/lib/schemas/desk";
import { mostDrawn } from "@/lib/schemas/desk-questions";
import { can, rolesWith } from "@/lib/schemas/permissions";

function fieldError(error: Error | null, name: string): string | null {
  if (!(error instanceof ApiError)) return null;
  return error.fields.find(({ path }) => path === name)?.message ?? null;
}

/** Draws by lot from a question's answer; the same seed draws the same again. */
export function DrawForm({ figure, period }: { figure: DeskFigure; period: DeskPeriod }) {
  const { role } = useViewer();
  const router = useRouter();
  const draw = useDrawSample();
  const [seed, setSeed] = useState("");
  const [size, setSize] = useState("10");
  const whyDisabled = can(role, "desk.sign")
    ? undefined
    : `Drawing and signing off is for: ${listOf(rolesWith("desk.sign"))}`;
  const errors = { seed: fieldError(draw.error, "seed"), size: fieldError(draw.error, "size") };
  return (
    <form
      aria-label="Draw a sample"
      className="flex flex-wrap items-start gap-3 border-b border-hairline px-3 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (whyDisabled !== undefined) return;
        draw.mutate(
          { question: figure.question, ...period, seed, size: Number(size) },
          { onSuccess: ({ id }) => router.push(`/desk/samples/${id}`) },
        );
      }}
    >
      <Field
        label="Seed"
        hint="Any text. The same draws the same again."
        error={errors.seed}
        className="w-64"
      >
        <TextInput value={seed} maxLength={100} onChange={({ target }) => setSeed(target.value)} />
      </Field>
      <Field
        label="How many"
        hint={`Of ${figure.count.toLocaleString("en")}, 1 to ${mostDrawn}`}
        error={errors.size}
        className="w-32"
      >
        <TextInput
          inputMode="numeric"
          value={size}
          onChange={({ target }) => setSize(target.value)}
        />
      </Field>
      <Button
        type="submit"
        className="mt-6"
        icon={<Dices aria-hidden />}
        pending={draw.isPending}
        whyDisabled={whyDisabled}
      >
        Draw a sample
      </Button>
      {draw.error !== null && errors.seed === null && errors.size === null && (
        <div className="basis-full">
          <ProblemNotice title="No sample was drawn" error={draw.error} />
        </div>
      )}
    </form>
  );
}
