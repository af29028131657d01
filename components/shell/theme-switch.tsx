"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { IconButton } from "@/components/ui/button";
import { useAnnounce } from "@/components/ui/live";
import { useTakenOver } from "@/components/ui/taken-over";

const themes = ["system", "light", "dark"] as const;
const icons = {
  system: <Monitor aria-hidden />,
  light: <Sun aria-hidden />,
  dark: <Moon aria-hidden />,
};

/** System, light, dark, in turn. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  const announce = useAnnounce();
  // The server does not know the theme; until the page is taken over both draw "system".
  const known = useTakenOver();
  const current = known ? (themes.find((each) => each === theme) ?? "system") : "system";
  const next = themes[(themes.indexOf(current) + 1) % themes.length] ?? "system";
  return (
    <IconButton
      label={`Theme: ${current}. Switch to ${next}`}
      onClick={() => {
        setTheme(next);
        announce(`Theme: ${next}`);
      }}
    >
      {icons[current]}
    </IconButton>
  );
}
