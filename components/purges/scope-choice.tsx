"use client";

import type { ReactNode } from "react";
import { useViewer } from "@/components/shell/viewer";
import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/class-names";
import { can, rolesWith } from "@/lib/schemas/permissions";
import type { TenantDetail } from "@/lib/schemas/tenants";
import type { FormScope, PurgeForm } from "./purge-form-state";
import { rolesInWords } from "./purge-words";
import { scopeChoices, type ScopeChoice } from "./scope-choices";
import { ScopeFields } from "./scope-fields";

/** Which part of the tenant's content: from narrow to wide, the fields of the chosen one open under it. */
export function ScopeChoiceList({
  tenant,
  form,
  recommended,
  error,
  onChange,
}: {
  tenant: TenantDetail;
  form: PurgeForm;
  recommended: FormScope;
  /** Why what is named cannot be sent, as the server says it. */
  error: string | null;
  onChange: (change: Partial<PurgeForm>) => void;
}) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-lg font-semibold">What to purge, narrow to wide</legend>
      <div className="divide-y divide-hairline rounded-md border border-hairline bg-panel">
        {scopeChoices(tenant).map((choice) => (
          <Choice
            key={choice.id}
            choice={choice}
            chosen={form.scope === choice.id}
            recommended={recommended === choice.id}
            onChoose={() => onChange({ scope: choice.id })}
          >
            <ScopeFields tenant={tenant} form={form} error={error} onChange={onChange} />
          </Choice>
        ))}
      </div>
    </fieldset>
  );
}

function Choice({
  choice,
  chosen,
  recommended,
  onChoose,
  children,
}: {
  choice: ScopeChoice;
  chosen: boolean;
  recommended: boolean;
  onChoose: () => void;
  children: ReactNode;
}) {
  const { role } = useViewer();
  const allowed = can(role, choice.permission);
  const barred = allowed
    ? choice.missing
    : `Your role may not. It takes ${rolesInWords(rolesWith(choice.permission))}.`;
  return (
    <div className={cx("px-3 py-2", chosen && "bg-raised")}>
      <label className={cx("flex items-start gap-2.5", barred === null && "cursor-pointer")}>
        <input
          type="radio"
          name="scope"
          className="mt-0.5 size-4 shrink-0 accent-accent"
          checked={chosen}
          disabled={barred !== null}
          onChange={onChoose}
        />
        <span className="min-w-0">
          <span className="flex flex-wrap items-center gap-2">
            <span className={cx("font-medium", barred !== null && "text-muted")}>
              {choice.label}
            </span>
            {recommended && <Badge tone="accent">Recommended</Badge>}
          </span>
          <span className="block text-sm wrap-anywhere text-muted">{barred ?? choice.about}</span>
        </span>
      </label>
      {chosen && barred === null && <div className="mt-2 pl-6.5">{children}</div>}
    </div>
  );
}
