import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Person } from "@/lib/schemas/people";
import { AccessBadge, RoleWord } from "./person-badges";

/** "Practice", or the host of the identity provider. */
function issuerInWords(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : "Practice";
}

function PersonRow({ person, onOpen }: { person: Person; onOpen: (id: string) => void }) {
  return (
    <Tr>
      <Td label="Person">
        <span className="flex min-w-0 flex-col">
          <span className="truncate font-medium" title={person.name}>
            {person.name}
          </span>
          <span
            className="truncate text-xs text-muted"
            title={`${person.issuer} ${person.subject}`}
          >
            {issuerInWords(person.issuer)}
          </span>
        </span>
      </Td>
      <Td label="Role">
        <RoleWord role={person.role} />
      </Td>
      <Td label="Access">
        <span className="flex flex-wrap gap-1">
          <AccessBadge person={person} />
          {person.mayBreakGlass && <Badge tone="old">Break-glass</Badge>}
        </span>
      </Td>
      <Td label="Last sign-in">
        {person.lastSignInAt === null ? (
          <span className="text-muted">Never</span>
        ) : (
          <Time value={person.lastSignInAt} />
        )}
      </Td>
      <Td label="Sessions">
        <span className="font-mono tabular">{person.sessions}</span>
      </Td>
      <Td>
        <Button size="sm" onClick={() => onOpen(person.id)} aria-label={`Manage ${person.name}`}>
          Manage
        </Button>
      </Td>
    </Tr>
  );
}

/** Everybody who ever signed in or tried to. */
export function PeopleTable({
  people,
  onOpen,
}: {
  people: Person[];
  onOpen: (id: string) => void;
}) {
  return (
    <Table label="People" stacked className="sm:min-w-[44rem] sm:table-fixed">
      <thead>
        <tr>
          <Th>Person</Th>
          <Th className="w-24">Role</Th>
          <Th className="w-32">Access</Th>
          <Th className="w-32">Last sign-in</Th>
          <Th className="w-24">Sessions</Th>
          <Th className="w-28">
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} onOpen={onOpen} />
        ))}
      </tbody>
    </Table>
  );
}
