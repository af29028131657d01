"use client";

import { Button } from "@/components/ui/button";
import { useAnnounce } from "@/components/ui/live";
import { useTimeZone } from "@/components/ui/time";
import { Tooltip } from "@/components/ui/tooltip";
import { useSingleKey } from "./shortcuts";

/** UTC or this machine's time, for every time on the screen. Key: u. */
export function ClockSwitch() {
  const { zone, setZone } = useTimeZone();
  const announce = useAnnounce();
  const toggle = () => {
    setZone(zone === "utc" ? "local" : "utc");
    announce(zone === "utc" ? "Times are local" : "Times are in UTC");
  };
  useSingleKey(["u"], toggle);
  const name = zone === "utc" ? "UTC" : "Local";
  const other = zone === "utc" ? "Switch to local time" : "Switch to UTC";
  return (
    <Tooltip text={other} labels>
      <Button
        variant="ghost"
        className="w-14 px-1 text-sm"
        aria-label={`${name} time. ${other}`}
        onClick={toggle}
      >
        {name}
      </Button>
    </Tooltip>
  );
}
