"use client";

import { useState, type SyntheticEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Field, Select, TextInput } from "@/components/ui/field";
import { useAnnounce } from "@/components/ui/live";
import { useChangeRole } from "@/lib/queries/people";
import type { Person } from "@/lib/schemas/people";
import { type Role, roles } from "@/lib/schemas/words";

const MIN_REASON = 3;
const none = "none";

/** Gives a person another role, with a reason. */
export function RoleForm({ person }: { person: Person }) {
  const change = useChangeRole(person.id);
  const announce = useAnnounce();
  const now = person.role ?? none;
  const [chosen, setChosen] = useState<Role | typeof none>(now);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const isShort = reason.trim().length < MIN_REASON;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (isShort || change.isPending) return;
    const role = chosen === none ? null : chosen;
    const onSuccess = () => {
      announce(role === null ? "They have no role now." : `Their role is ${role} now.`);
      setReason("");
      setTried(false);
    };
    change.mutate({ role, reason: reason.trim() }, { onSuccess });
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <Field label="Role" hint="Counts from their next request on.">
        <Select
          value={chosen}
          onChange={(event) => setChosen(event.target.value as Role | typeof none)}
        >
          {roles.map((role) => (
            <option key={role} value={role}>
              {role}
            </option>
          ))}
          <option value={none}>no role</option>
        </Select>
      </Field>
      {chosen !== now && (
        <>
          <Field
            label="Why?"
            hint="Kept in the record with your name."
            error={tried && isShort ? "Give a reason of at least 3 characters" : null}
          >
            <TextInput
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
          <Button type="submit" className="w-fit" pending={change.isPending}>
            {chosen === none ? "Take the role away" : `Make them ${chosen}`}
          </Button>
        </>
      )}
      {change.error !== null && (
        <ProblemNotice title="The role was not changed" error={change.error} />
      )}
    </form>
  );
}
