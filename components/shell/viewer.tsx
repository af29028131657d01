"use client";

import { createContext, use, type ReactNode } from "react";
import type { Role } from "@/lib/schemas/words";

/** Where this console runs and what it talks to. */
export interface Environment {
  mode: "practice" | "cloudflare";
  label: string;
  practiceSignIn: boolean;
  /** What the identity provider is called that people sign in with; null: there is none. */
  identityProvider: string | null;
  /** Where the practice edge is shown and switched; null: there is none. */
  controlUrl: string | null;
  version: string;
}

export interface Viewer {
  personId: string;
  email: string;
  role: Role;
  environment: Environment;
}

const ViewerContext = createContext<Viewer | null>(null);

/** Tells every screen who is looking, and where it runs. */
export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** Who is looking. For explaining with `can()`; the server decides. */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (viewer === null) throw new Error("useViewer needs a ViewerProvider above it");
  return viewer;
}
