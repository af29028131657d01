import { cameFromSignIn, forgetWayToSignIn } from "@/lib/queries/sign-in-return";
import type { PurgeForm } from "./purge-form-state";

/**
 * One filled form, kept in the tab so that Back, reload and an expired session find it again, and so
 * that sending it twice is one purge: the same content goes out under the same Idempotency-Key.
 */
export interface PurgeDraft {
  id: string;
  /** The address's query that it was opened with. */
  search: string;
  form: PurgeForm;
  /** The key of the content last sent or about to be, and that content. */
  key: string;
  content: string;
  /** The purge that this content became. */
  sent: { purgeId: string } | null;
}

const historyKey = "purgeDraft";
const storagePrefix = "purge-draft:";
const latestKey = "purge-draft-latest";

/** A draft of a form that nobody has touched yet. */
export function freshDraft(search: string, form: PurgeForm): PurgeDraft {
  return {
    id: freshKey(),
    search,
    form,
    key: freshKey(),
    content: "",
    sent: null,
  };
}

/** Random, also where crypto.randomUUID is missing (a page served over plain http to another machine). */
function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The draft of this history entry: a reload or Back finds its own, a new visit gets none. After a
 * sign-in that interrupted the form the entry is new, so there the last draft of the same address counts.
 */
export function findDraft(search: string): PurgeDraft | null {
  const id = readHistoryId();
  if (id !== null) {
    // While Next goes from one form to another, the entry still is the one before.
    const draft = readDraft(id);
    return draft?.search === search ? draft : null;
  }
  if (!cameFromSignIn()) return null;
  const latest = readStorage(latestKey);
  const draft = latest === null ? null : readDraft(latest);
  return draft !== null && draft.search === search && draft.sent === null ? draft : null;
}

/** Keeps a draft and ties it to the history entry that shows it. */
export function keepDraft(draft: PurgeDraft): void {
  const state: unknown = window.history.state;
  if (readHistoryId() !== draft.id) {
    window.history.replaceState({ ...(state as object | null), [historyKey]: draft.id }, "");
  }
  forgetWayToSignIn();
  writeStorage(storagePrefix + draft.id, JSON.stringify(draft));
  writeStorage(latestKey, draft.id);
}

/** The draft with the key for this content: the old key for the same content, a new one for any other. */
export function keyedFor(draft: PurgeDraft, content: string): PurgeDraft {
  if (draft.content === content) return draft;
  return { ...draft, content, key: freshKey(), sent: null };
}

/** The same form, to be sent once more on purpose: a new key, so that it is a new purge. */
export function renewed(draft: PurgeDraft): PurgeDraft {
  return { ...draft, id: freshKey(), key: freshKey(), content: "", sent: null };
}

function readHistoryId(): string | null {
  const state: unknown = window.history.state;
  if (typeof state !== "object" || state === null || !(historyKey in state)) return null;
  const id = state[historyKey];
  return typeof id === "string" ? id : null;
}

function readDraft(id: string): PurgeDraft | null {
  const text = readStorage(storagePrefix + id);
  if (text === null) return null;
  try {
    // Written by keepDraft of the same tab, never by anybody else.
    return JSON.parse(text) as PurgeDraft;
  } catch {
    return null;
  }
}

// Storage can be switched off or full; a form without memory is better than none.
function readStorage(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function writeStorage(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // The draft then lives as long as the page.
  }
}
