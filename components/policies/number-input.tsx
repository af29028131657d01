import { type ComponentProps, useState } from "react";
import { TextInput } from "@/components/ui/field";

function read<Empty extends number | null>(text: string, empty: Empty): number | Empty {
  const trimmed = text.trim();
  if (trimmed === "") return empty;
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}

/**
 * A number, as it was typed: a field of the platform's own kind forgets what is no number, and then says that
 * nothing was typed. What is no number is NaN; nothing is `empty`.
 */
export function NumberInput<Empty extends number | null>({
  value,
  empty,
  onChange,
  ...rest
}: Omit<ComponentProps<"input">, "value" | "onChange" | "type"> & {
  value: number | Empty;
  empty: Empty;
  onChange: (value: number | Empty) => void;
}) {
  const [text, setText] = useState(value === null || Number.isNaN(value) ? "" : String(value));
  return (
    <TextInput
      {...rest}
      inputMode="numeric"
      autoComplete="off"
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        onChange(read(target.value, empty));
      }}
    />
  );
}
