import {
  CircleAlert,
  Columns2,
  Eraser,
  KeyRound,
  LayoutDashboard,
  ScrollText,
  UsersRound,
} from "lucide-react";
import type { ReactNode } from "react";
import { can, type Permission } from "@/lib/schemas/permissions";
import type { Role } from "@/lib/schemas/words";

export interface Place {
  href: string;
  label: string;
  icon: ReactNode;
  /** Who sees it; absent: everybody. */
  needs?: Permission;
  /** Has a number beside it: how many there are that need a person. */
  counts?: "failures";
}

const places: readonly Place[] = [
  { href: "/", label: "Overview", icon: <LayoutDashboard aria-hidden /> },
  { href: "/tenants", label: "Tenants", icon: <UsersRound aria-hidden />, needs: "tenant.read" },
  { href: "/purges", label: "Purges", icon: <Eraser aria-hidden />, needs: "purge.read" },
  {
    href: "/failures",
    label: "Failures",
    icon: <CircleAlert aria-hidden />,
    needs: "purge.read",
    counts: "failures",
  },
  { href: "/compare", label: "Compare", icon: <Columns2 aria-hidden />, needs: "comparison.read" },
  { href: "/audit", label: "Audit", icon: <ScrollText aria-hidden />, needs: "audit.read" },
  { href: "/tokens", label: "Tokens", icon: <KeyRound aria-hidden />, needs: "token.manage" },
];

/** The screens that a role can go to, in the order of the navigation. */
export function placesFor(role: Role): readonly Place[] {
  return places.filter((place) => place.needs === undefined || can(role, place.needs));
}

/** Whether the address is at or below a place. */
export function isAt(pathname: string, href: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
