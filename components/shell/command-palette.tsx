"use client";

import { useQuery } from "@tanstack/react-query";
import { LoaderCircle, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { searchQuery } from "@/lib/queries/search";
import { choicesFor, type Choice } from "./palette-choices";
import { optionId, PaletteList } from "./palette-list";
import { ProblemNotice } from "./problem-notice";
import { useRecents } from "./recents";
import { useDebounced } from "./use-debounced";
import { useViewer } from "./viewer";

/** How the arrow keys move through `count` lines, round at both ends. null: not such a key. */
function moved(key: string, active: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowDown") return (active + 1) % count;
  if (key === "ArrowUp") return (active - 1 + count) % count;
  return null;
}

/** What is typed, found and chosen. */
function usePalette(onClose: () => void) {
  const router = useRouter();
  const { email, role } = useViewer();
  const [recents, addRecent] = useRecents(email);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const q = useDebounced(text.trim(), 150);
  const search = useQuery(searchQuery(q));
  const typed = text.trim();
  const waiting = typed !== q || search.isFetching;
  const groups = choicesFor(typed, role, recents, q === "" ? undefined : search.data);
  const all = groups.flatMap((group) => group.choices);
  const current = Math.min(active, all.length - 1);

  const pick = (choice: Choice) => {
    const { href, label, note } = choice;
    addRecent({ href, label, note });
    onClose();
    router.push(href);
  };
  // Paste and Enter is one movement: the answer may come after the key.
  const entered = useRef(false);
  const enterAtOnce = (choice: Choice | undefined) => {
    if (waiting && typed !== "") entered.current = true;
    else if (choice !== undefined) pick(choice);
  };
  useEffect(() => {
    if (waiting || !entered.current) return;
    entered.current = false;
    enterAtOnce(all[current]);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const next = moved(event.key, current, all.length);
    if (next !== null) setActive(next);
    else if (event.key === "Enter") enterAtOnce(all[current]);
    else return;
    event.preventDefault();
  };
  const type = (next: string) => {
    entered.current = false;
    setText(next);
    setActive(0);
  };
  return {
    text,
    type,
    typed,
    waiting,
    search,
    groups,
    count: all.length,
    current,
    pick,
    onKeyDown,
  };
}

function statusText(typed: string, waiting: boolean, count: number): string {
  if (typed === "" || waiting) return "";
  return count === 0 ? "Nothing found" : `${count} results`;
}

function SearchInput({
  palette,
  listId,
}: {
  palette: ReturnType<typeof usePalette>;
  listId: string;
}) {
  return (
    <div className="sticky top-0 z-10 flex items-center gap-2 border-b border-hairline bg-raised px-3">
      {palette.typed !== "" && palette.waiting ? (
        <LoaderCircle aria-hidden className="late size-4 shrink-0 animate-turn text-faint" />
      ) : (
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
      )}
      <input
        data-autofocus
        type="text"
        role="combobox"
        aria-label="Search tenants and purges, or go to a screen"
        aria-expanded={palette.count > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={palette.count > 0 ? optionId(listId, palette.current) : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        placeholder="Tenant, URL, tag, ticket, purge id"
        value={palette.text}
        onChange={(event) => palette.type(event.target.value)}
        onKeyDown={palette.onKeyDown}
        className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-faint"
      />
      <Kbd>Esc</Kbd>
    </div>
  );
}

/**
 * One box for everything that has a name: tenants by id, slug, name or host, purges by id, ticket, tag
 * or URL, and the screens. It only ever goes somewhere; a purge is sent by its form alone.
 */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const listId = useId();
  const palette = usePalette(onClose);
  const { typed, waiting, search, count } = palette;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Search"
      hideTitle
      className="mt-[min(6rem,10dvh)] mb-auto max-w-[min(40rem,calc(100vw-1.5rem))]"
    >
      <SearchInput palette={palette} listId={listId} />
      {search.error !== null && typed !== "" && (
        <div className="p-2">
          <ProblemNotice
            title="The search did not work"
            error={search.error}
            onRetry={() => void search.refetch()}
          />
        </div>
      )}
      <PaletteList
        id={listId}
        groups={palette.groups}
        active={palette.current}
        onPick={palette.pick}
      />
      {typed !== "" && !waiting && count === 0 && search.error === null && (
        <p className="px-4 pb-4 text-muted">
          Nothing is named “{typed}”. Tenants are found by id, slug, name and host; purges by id,
          ticket, tag and URL.
        </p>
      )}
      <p role="status" className="sr-only">
        {statusText(typed, waiting, count)}
      </p>
    </Dialog>
  );
}
