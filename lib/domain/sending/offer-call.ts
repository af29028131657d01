import { newId } from "@/lib/platform/ids";
import type { ClaimedCall } from "./claim-call";

/** A call that this process's sender would make now. */
export interface CallOffer {
  callId: string;
  /** Makes it, with what was claimed for it. */
  launch: (call: ClaimedCall) => void;
  /** Nothing was claimed for it, or it was launched: its place is free for another. */
  withdraw: () => void;
}

/** The sender as those see it who record purges. */
export interface OfferingSender {
  /** Keeps a place for one more call; null: it has as many under way as it makes, or stops. */
  keepPlace: () => (() => void) | null;
  launch: (call: ClaimedCall) => void;
}

// On globalThis: Next loads modules more than once, and the sender is to be seen by the routes.
const shared = globalThis as typeof globalThis & { purgeConsoleSender?: OfferingSender | null };

/** Makes a sender the one of this process; null: there is none any more. */
export function useSender(sender: OfferingSender | null): void {
  shared.purgeConsoleSender = sender;
}

/** A call by this process's sender; null: it cannot make one just now, and what is recorded goes to the queue. */
export function offerCall(): CallOffer | null {
  const sender = shared.purgeConsoleSender;
  const giveBack = sender?.keepPlace() ?? null;
  if (sender == null || giveBack === null) return null;
  return { callId: newId(), launch: sender.launch, withdraw: giveBack };
}
