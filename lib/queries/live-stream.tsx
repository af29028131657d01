"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { PurgeChange } from "@/lib/schemas/events";
import { openEvents } from "./api-client";
import { makeChangeReader } from "./live-changes";
import { setLiveState } from "./live-state";

/** The server says something every 15 seconds: silence for this long is a lost connection, in milliseconds. */
const silenceMs = 40_000;
/** A stream that was refused (a restart, an ended session) is asked for again after so long, in milliseconds. */
const againMs = 3_000;

interface Hooks {
  changed: (change: PurgeChange) => void;
  /** What is shown may be older than it could be. */
  all: () => void;
}

/**
 * Keeps a stream of changes. A tab that is not seen has none: over HTTP/1.1 a browser has six connections
 * for all its tabs. It comes back to where it was.
 *
 * @returns how to stop
 */
function keepStream({ changed, all }: Hooks): () => void {
  let source: EventSource | null = null;
  let place: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const lost = () => {
    setLiveState("reconnecting");
    // From this moment on screens ask by themselves.
    all();
  };
  const heard = (message: MessageEvent) => {
    if (message.lastEventId !== "") place = message.lastEventId;
    clearTimeout(timer);
    timer = setTimeout(() => {
      lost();
      open();
    }, silenceMs);
  };
  const open = () => {
    close();
    const first = place === null;
    source = openEvents(place, {
      ready: (message) => {
        heard(message);
        setLiveState("live");
        // What changed between the loading of the screen and now was told to nobody.
        if (first) all();
      },
      purge: (message) => {
        heard(message);
        changed(JSON.parse(message.data as string) as PurgeChange);
      },
      reset: all,
      beat: heard,
      lost: (over) => {
        lost();
        clearTimeout(timer);
        if (over) timer = setTimeout(open, againMs);
      },
    });
  };
  const look = () => {
    if (document.visibilityState === "hidden") close();
    else if (source === null) open();
  };
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    document.removeEventListener("visibilitychange", look);
    close();
    setLiveState("connecting");
  };
}

/** Has the screens of this tab follow what happens. One for each tab; shows nothing. */
export function LiveStream() {
  const client = useQueryClient();
  useEffect(() => {
    const reader = makeChangeReader(client);
    const stop = keepStream(reader);
    return () => {
      stop();
      reader.stop();
    };
  }, [client]);
  return null;
}
