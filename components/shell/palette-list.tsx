"use client";

import { useEffect, useRef } from "react";
import { cx } from "@/components/ui/class-names";
import type { Choice, ChoiceGroup } from "./palette-choices";

function Option({
  id,
  choice,
  active,
  onPick,
}: {
  id: string;
  choice: Choice;
  active: boolean;
  onPick: (choice: Choice) => void;
}) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    // The keyboard's way is in the input: aria-activedescendant, so this needs no key handler.
    <div
      ref={ref}
      id={id}
      role="option"
      aria-selected={active}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(choice)}
      className={cx(
        "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint",
        active ? "bg-accent-soft" : "hover:bg-hover",
      )}
    >
      {choice.icon}
      <span className="min-w-0 flex-1 sm:flex sm:items-baseline sm:gap-3">
        <span className="block min-w-0 truncate font-medium sm:max-w-[60%] sm:shrink-0">
          {choice.label}
        </span>
        <span className="block min-w-0 truncate text-sm text-muted">{choice.note}</span>
      </span>
    </div>
  );
}

/** The id of the line at a place, for aria-activedescendant. */
export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** The lines of the search box, in groups; `active` counts through all of them. */
export function PaletteList({
  id,
  groups,
  active,
  onPick,
}: {
  id: string;
  groups: ChoiceGroup[];
  active: number;
  onPick: (choice: Choice) => void;
}) {
  const starts = groups.map((_, at) =>
    groups.slice(0, at).reduce((sum, group) => sum + group.choices.length, 0),
  );
  return (
    <div id={id} role="listbox" aria-label="Results" className="p-1.5">
      {groups.map((group, groupAt) => (
        <div key={group.title} role="group" aria-labelledby={`${id}-group-${groupAt}`}>
          <div
            id={`${id}-group-${groupAt}`}
            role="presentation"
            className="px-2.5 pt-2 pb-1 text-xs font-medium text-muted"
          >
            {group.title}
          </div>
          {group.choices.map((choice, choiceAt) => {
            const index = (starts[groupAt] ?? 0) + choiceAt;
            return (
              <Option
                key={`${choice.href} ${choice.label}`}
                id={optionId(id, index)}
                choice={choice}
                active={index === active}
                onPick={onPick}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}
