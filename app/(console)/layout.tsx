import type { ReactNode } from "react";
import { ConsoleFrame } from "@/components/shell/console-frame";
import { GoToSignIn } from "@/components/shell/go-to-sign-in";
import { currentActor } from "@/lib/auth/current-actor";
import { environment } from "@/lib/platform/environment";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  if (actor === null) return <GoToSignIn />;
  const viewer = {
    personId: actor.personId,
    email: actor.email,
    role: actor.role,
    environment: environment(),
  };
  return <ConsoleFrame viewer={viewer}>{children}</ConsoleFrame>;
}
