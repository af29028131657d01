import { Field, Select } from "@/components/ui/field";
import type { ZoneEnvironment } from "@/lib/schemas/tenants";

/** Which environment of the zone; nothing where there is production alone. */
export function EnvironmentChoice({
  environments,
  zone,
  value,
  error,
  onChange,
}: {
  environments: readonly ZoneEnvironment[];
  zone: string;
  /** An environment's ref; "" for production. */
  value: string;
  error: string | null;
  onChange: (ref: string) => void;
}) {
  if (environments.length === 0 && value === "") return null;
  const isKnown = value === "" || environments.some(({ ref }) => ref === value);
  return (
    <Field label="Environment" hint={`What visitors of ${zone} see is production.`} error={error}>
      <Select
        className="sm:max-w-80"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">Production</option>
        {environments.map(({ ref, name }) => (
          <option key={ref} value={ref}>
            {name}
          </option>
        ))}
        {!isKnown && <option value={value}>{value}</option>}
      </Select>
    </Field>
  );
}
