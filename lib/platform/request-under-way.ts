import { AsyncLocalStorage } from "node:async_hooks";

/** What is known of the HTTP request that is being answered. */
export interface RequestUnderWay {
  /** Where it came from, as the nearest trusted hop tells it; null: it is not known. */
  address: string | null;
}

// On globalThis: Next loads modules more than once.
const shared = globalThis as typeof globalThis & {
  purgeConsoleRequests?: AsyncLocalStorage<RequestUnderWay>;
};

function requests(): AsyncLocalStorage<RequestUnderWay> {
  return (shared.purgeConsoleRequests ??= new AsyncLocalStorage());
}

/** From now on, what runs here runs for this request: whatever it calls knows it, without having it handed on. */
export function noteRequest(request: RequestUnderWay): void {
  requests().enterWith(request);
}

/** The request that is being answered; undefined: what runs here was not asked for by one. */
export function requestUnderWay(): RequestUnderWay | undefined {
  return requests().getStore();
}
