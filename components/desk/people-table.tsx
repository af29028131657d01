import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { DeskFigure } from "@/lib/schemas/desk";

/** Who approved and denied how often. */
export function PeopleTable({ people }: { people: DeskFigure["people"] }) {
  return (
    <div className="border-b border-hairline">
      <Table label="Decisions by person" className="max-w-xl">
        <thead>
          <tr>
            <Th>Person</Th>
            <Th numeric>Approved</Th>
            <Th numeric>Denied</Th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ name, approved, denied }) => (
            <Tr key={name}>
              <Td className="wrap-anywhere">{name}</Td>
              <Td numeric>{approved.toLocaleString("en")}</Td>
              <Td numeric>{denied.toLocaleString("en")}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
