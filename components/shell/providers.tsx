"use client";

import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { LiveRegion } from "@/components/ui/live";
import { TimeZoneProvider } from "@/components/ui/time";
import { QueryProvider } from "@/lib/queries/query-provider";

/** What every screen stands on: theme, URL state, server data, clock, and the spoken messages. */
export function Providers({
  nonce,
  children,
}: {
  /** What the theme's script has to bear to be let run. */
  nonce: string | undefined;
  children: ReactNode;
}) {
  return (
    <ThemeProvider
      attribute="data-theme"
      disableTransitionOnChange
      {...(nonce === undefined ? {} : { nonce })}
    >
      <NuqsAdapter>
        <QueryProvider>
          <TimeZoneProvider>
            {children}
            <LiveRegion />
          </TimeZoneProvider>
        </QueryProvider>
      </NuqsAdapter>
    </ThemeProvider>
  );
}
