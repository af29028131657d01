"use client";

import { Pause, Play } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { useLiveState, type LiveState } from "@/lib/queries/live-state";

const words: Record<LiveState | "paused", readonly [word: string, dot: string, title: string]> = {
  live: ["Live", "bg-fresh-mark", "Changes are shown as they happen"],
  connecting: ["Connecting", "bg-outside-mark", "Asking again and again until the stream stands"],
  reconnecting: [
    "Reconnecting",
    "bg-old-mark",
    "The stream was lost; asking again and again instead",
  ],
  paused: ["Paused", "bg-outside-mark", "Nothing in this list changes until it goes on"],
};

/** Whether a list follows what happens, and how to hold it still. Its width stays: nothing beside it moves. */
export function LiveMark({ paused, onPause }: { paused: boolean; onPause: (on: boolean) => void }) {
  const live = useLiveState();
  const [word, dot, title] = words[paused ? "paused" : live];
  return (
    <span className="flex items-center gap-2">
      <span className="flex w-26 items-center justify-end gap-1.5" title={title}>
        <span aria-hidden className={cx("size-2 rounded-full", dot)} />
        {word}
      </span>
      <Button
        size="sm"
        variant="ghost"
        icon={paused ? <Play aria-hidden /> : <Pause aria-hidden />}
        onClick={() => onPause(!paused)}
      >
        {paused ? "Resume" : "Pause"}
      </Button>
    </span>
  );
}
