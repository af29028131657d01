import { Ban, CircleCheck, LogOut } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Person } from "@/lib/schemas/people";

/** The role in a word; that there is none is said, not left out. */
export function RoleWord({ role }: { role: Person["role"] }) {
  return role === null ? (
    <span className="text-muted">No role</span>
  ) : (
    <span className="capitalize">{role}</span>
  );
}

/** Whether a person can come in. */
export function AccessBadge({ person }: { person: Person }) {
  if (person.disabledAt !== null)
    return (
      <Badge tone="broken" icon={<Ban aria-hidden />}>
        Disabled
      </Badge>
    );
  if (person.role === null)
    return (
      <Badge tone="outside" icon={<LogOut aria-hidden />}>
        Not let in
      </Badge>
    );
  if (!person.mayComeIn) return <Badge tone="outside">No way in</Badge>;
  return (
    <Badge tone="neutral" icon={<CircleCheck aria-hidden />}>
      Let in
    </Badge>
  );
}
