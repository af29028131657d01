import type { PurgeMethod } from "@/lib/schemas/words";
import { Option } from "./option";

const methods: readonly { id: PurgeMethod; label: string; feel: string }[] = [
  {
    id: "invalidate",
    label: "Invalidate (soft)",
    feel: "Copies are marked stale: the next visit of each page asks the origin and gets new content if there is any. Gentle on the origin; pages set to refresh in the background may answer one last visitor with the old copy.",
  },
  {
    id: "purge",
    label: "Purge (hard)",
    feel: "Copies are deleted: the next visit of each page waits for the origin to build it anew, so first visits are slower and the origin works more. It proves most clearly: the next answer is MISS.",
  },
];

/**
 * Delete or mark stale, with what visitors feel. Soft is preselected: with the origin in trouble a
 * stale page is better than none, and a changed page is as new after it as after a purge.
 */
export function MethodChoice({
  value,
  onChange,
}: {
  value: PurgeMethod;
  onChange: (method: PurgeMethod) => void;
}) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-lg font-semibold">Method</legend>
      <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {methods.map((method) => (
          <Option
            key={method.id}
            type="radio"
            group="method"
            label={method.label}
            about={method.feel}
            checked={value === method.id}
            onChange={() => onChange(method.id)}
          />
        ))}
      </div>
    </fieldset>
  );
}
