import { useId } from "react";
import { FieldError } from "@/components/ui/field";

/** A list to choose from by checkboxes, with what is wrong with the choice. */
export function Boxes<T extends string>({
  label,
  options,
  chosen,
  error,
  nameOf,
  longNameOf = nameOf,
  onChange,
}: {
  label: string;
  options: readonly T[];
  chosen: readonly T[];
  error: string | undefined;
  nameOf: (option: T) => string;
  /** Its name where the label around it is not seen. */
  longNameOf?: (option: T) => string;
  onChange: (chosen: T[]) => void;
}) {
  const id = useId();
  return (
    <div role="group" aria-label={label} className="flex flex-col gap-1">
      <div className="flex flex-wrap gap-x-4">
        {options.map((option) => (
          <label key={option} className="flex min-h-6 items-center gap-1.5">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              aria-label={longNameOf(option)}
              aria-invalid={error === undefined ? undefined : true}
              aria-describedby={error === undefined ? undefined : id}
              checked={chosen.includes(option)}
              onChange={({ target }) =>
                onChange(
                  options.filter((one) => (one === option ? target.checked : chosen.includes(one))),
                )
              }
            />
            {nameOf(option)}
          </label>
        ))}
      </div>
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </div>
  );
}
