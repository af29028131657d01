import { Badge, type Tone } from "@/components/ui/badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { VariantCoverage, VariantResult, VariantVerdict } from "@/lib/schemas/comparisons";

const coverages: Record<VariantCoverage, string> = {
  covered: "Named by it",
  left: "Not named: another copy is",
  by_tag: "Named, if it carries the tag",
  unclear: "Not certain: the cache key may have more parts",
};

const results: Record<VariantResult, { word: string; tone: Tone }> = {
  fresh: { word: "New content", tone: "fresh" },
  overtaken: { word: "New, changed since", tone: "old" },
  same: { word: "Same content again", tone: "unknown" },
  current: { word: "As the origin has it", tone: "fresh" },
  old: { word: "Old copy", tone: "old" },
  open: { word: "Cannot be told", tone: "unknown" },
  uncached: { word: "Not cached", tone: "outside" },
  not_probed: { word: "Not probed", tone: "unknown" },
};

/** What became of each copy that the edge keeps of a page, and what the purge named of it. */
export function VariantTable({
  variants,
  slug,
}: {
  variants: readonly VariantVerdict[];
  slug: string;
}) {
  return (
    <Table label={`Variants of ${slug}'s page`} stacked>
      <thead>
        <tr>
          <Th>Variant</Th>
          <Th>Since the purge</Th>
          <Th>The purge</Th>
        </tr>
      </thead>
      <tbody>
        {variants.map(({ name, result, coverage, colos }) => (
          <Tr key={name ?? ""}>
            <Td label="Variant">{name ?? "Default"}</Td>
            <Td label="Since the purge">
              <span className="inline-flex flex-wrap items-baseline gap-x-2">
                {coverage === null && result !== "not_probed" ? (
                  <span className="text-muted">No purge yet</span>
                ) : (
                  <Badge tone={results[result].tone}>{results[result].word}</Badge>
                )}
                {colos.length > 0 && (
                  <span className="font-mono text-xs text-muted">{colos.join(", ")}</span>
                )}
              </span>
            </Td>
            <Td label="The purge" className="text-muted">
              {coverage === null ? "None yet" : coverages[coverage]}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
