import { useId, type ReactNode } from "react";
import { cx } from "@/components/ui/class-names";

/**
 * A radio button or checkbox with its name and a sentence about it. The whole is the target of a press;
 * the name alone is what it is called, the sentence describes it.
 */
export function Option({
  type,
  group,
  label,
  about,
  badge,
  checked,
  disabled = false,
  onChange,
}: {
  type: "radio" | "checkbox";
  /** The radio group's name. */
  group?: string;
  label: string;
  about: ReactNode;
  badge?: ReactNode;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <label className={cx("flex items-start gap-2.5", !disabled && "cursor-pointer")}>
      <input
        type={type}
        name={group}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-about`}
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="min-w-0">
        <span className="flex flex-wrap items-center gap-2">
          <span id={`${id}-name`} className={cx("font-medium", disabled && "text-muted")}>
            {label}
          </span>
          {badge}
        </span>
        <span id={`${id}-about`} className="block text-sm wrap-anywhere text-muted">
          {about}
        </span>
      </span>
    </label>
  );
}
