import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Field } from "./schema-words";

/** Fields or parameters: name, kind, limits. `needs`: says which of them must be sent. */
export function FieldTable({
  label,
  fields,
  needs,
}: {
  label: string;
  fields: readonly Field[];
  needs: boolean;
}) {
  return (
    <Table label={label} stacked>
      <thead>
        <tr>
          <Th className="w-1/3">Name</Th>
          <Th className="w-1/4">Kind</Th>
          <Th>Limits</Th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, kind, limits, required }) => (
          <Tr key={name}>
            <Td label="Name" mono className="wrap-anywhere">
              {name}
              {needs && required && (
                <span className="ml-2 font-sans text-xs text-muted">required</span>
              )}
            </Td>
            <Td label="Kind" className="wrap-anywhere">
              {kind}
            </Td>
            <Td label="Limits" className="text-muted wrap-anywhere">
              {limits === "" ? "none" : limits}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
