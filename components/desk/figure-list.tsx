import { ChevronDown, ChevronRight } from "lucide-react";
import { cx } from "@/components/ui/class-names";
import type { DeskFigure } from "@/lib/schemas/desk";
import type { DeskQuestionId } from "@/lib/schemas/desk-questions";

/** Each question with how many entries answer it and what exactly it counts. One of them is open. */
export function FigureList({
  figures,
  open,
  isOld,
  onOpen,
}: {
  figures: readonly DeskFigure[];
  open: DeskQuestionId | null;
  isOld: boolean;
  onOpen: (question: DeskQuestionId | null) => void;
}) {
  return (
    <ul
      aria-label="Questions"
      className={cx("rounded-md border border-hairline bg-panel", isOld && "opacity-60")}
    >
      {figures.map(({ question, title, definition, count }) => {
        const isOpen = question === open;
        const Arrow = isOpen ? ChevronDown : ChevronRight;
        return (
          <li
            key={question}
            className={cx(
              "grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-3 border-b border-hairline px-3 py-2 last:border-0",
              isOpen && "bg-accent-soft",
            )}
          >
            <span className="text-right font-mono text-xl leading-6 tabular">
              {count.toLocaleString("en")}
            </span>
            <div className="min-w-0">
              <button
                type="button"
                aria-expanded={isOpen}
                onClick={() => onOpen(isOpen ? null : question)}
                className="inline-flex min-h-6 items-center gap-1 font-medium hover:text-accent-text"
              >
                <Arrow aria-hidden className="size-4 text-muted" />
                {title}
              </button>
              <p className="max-w-prose text-sm text-muted">{definition}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
