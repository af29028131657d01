import type { ReactNode } from "react";
import { KeepPresence } from "@/lib/queries/keep-presence";
import { LiveStream } from "@/lib/queries/live-stream";
import { EnvironmentStrip } from "./environment-mark";
import { Navigation } from "./navigation";
import { TopBar } from "./top-bar";
import { ViewerProvider, type Viewer } from "./viewer";

/** The frame of every screen: navigation, bar, environment and the content. */
export function ConsoleFrame({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return (
    <ViewerProvider viewer={viewer}>
      <LiveStream />
      <KeepPresence />
      <a
        href="#content"
        className="sr-only rounded-md bg-accent px-3 py-2 font-medium text-accent-contrast focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to content
      </a>
      <div className="min-h-dvh wide:grid wide:grid-cols-[13rem_minmax(0,1fr)] print:block">
        <div className="contents print:hidden">
          <Navigation />
        </div>
        <div className="min-w-0 pb-(--bottom-bar-height)">
          <div className="contents print:hidden">
            <TopBar />
            <EnvironmentStrip />
          </div>
          <main
            id="content"
            tabIndex={-1}
            className="max-w-[90rem] px-3 py-4 outline-none wide:px-5 wide:py-5"
          >
            {children}
          </main>
        </div>
      </div>
    </ViewerProvider>
  );
}
