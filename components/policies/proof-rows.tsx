import { Amount, TierTable, type TierTableProps, YesNo } from "./tier-table";

const columns = [
  {
    head: "Probed by itself",
    cell: (props) => <YesNo {...props} field="prove" label="Probed by itself" />,
  },
  {
    head: "For at most",
    cell: (props) => (
      <Amount {...props} field="proveSeconds" label="Seconds to prove it in" unit=" s" />
    ),
  },
  {
    head: "Second purge by itself",
    cell: (props) => <YesNo {...props} field="secondPurge" label="Second purge by itself" />,
  },
  {
    head: "Others watched",
    cell: (props) => <Amount {...props} field="bystanders" label="Other tenants watched" />,
  },
] satisfies Parameters<typeof TierTable>[0]["columns"];

/** How a purge of each risk tier is proven, to be read or edited. */
export function ProofRows(props: TierTableProps) {
  return <TierTable label="Proof by risk" columns={columns} {...props} />;
}
