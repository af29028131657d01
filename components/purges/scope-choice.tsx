"use client";

import type { ReactNode } from "react";
import { useViewer } from "@/components/shell/viewer";
import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/class-names";
import { can, rolesWith } from "@/lib/schemas/permissions";
import type { TenantDetail } from "@/lib/schemas/tenants";
import type { PurgeFieldErrors } from "./field-errors";
import { Option } from "./option";
import type { FormScope, PurgeForm } from "./purge-form-state";
import { rolesInWords } from "./purge-words";
import { scopeChoices, type ScopeChoice } from "./scope-choices";
import { ScopeFields } from "./scope-fields";

/** Which part of the tenant's content: from narrow to wide, the fields of the chosen one open under it. */
export function ScopeChoiceList({
  tenant,
  form,
  recommended,
  errors,
  onChange,
}: {
  tenant: TenantDetail;
  form: PurgeForm;
  recommended: FormScope;
  /** Why what is named cannot be sent, as the server says it. */
  errors: Pick<PurgeFieldErrors, "selector" | "headers">;
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
            <ScopeFields
              tenant={tenant}
              form={form}
              error={errors.selector}
              headerErrors={errors.headers}
              onChange={onChange}
            />
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
      <Option
        type="radio"
        group="scope"
        label={choice.label}
        about={barred ?? choice.about}
        badge={recommended && <Badge tone="accent">Recommended</Badge>}
        checked={chosen}
        disabled={barred !== null}
        onChange={onChoose}
      />
      {chosen && barred === null && <div className="mt-2 pl-6.5 empty:hidden">{children}</div>}
    </div>
  );
}
