import {
  Bird,
  ClipboardCheck,
  CircleAlert,
  CircleHelp,
  Columns2,
  Eraser,
  Eye,
  GitCompareArrows,
  Globe,
  History,
  KeyRound,
  LayoutDashboard,
  Scale,
  ScrollText,
  UserCheck,
  UserCog,
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
  counts?: "failures" | "approvals";
  /** Stands in the bar of small screens, which has room for four; all others are behind its "More". */
  first?: true;
  /** Stands apart: what is set up rather than worked with. */
  settings?: true;
}

const places: readonly Place[] = [
  { href: "/", label: "Overview", icon: <LayoutDashboard aria-hidden />, first: true },
  {
    href: "/tenants",
    label: "Tenants",
    icon: <UsersRound aria-hidden />,
    needs: "tenant.read",
    first: true,
  },
  {
    href: "/purges",
    label: "Purges",
    icon: <Eraser aria-hidden />,
    needs: "purge.read",
    first: true,
  },
  {
    href: "/failures",
    label: "Failures",
    icon: <CircleAlert aria-hidden />,
    needs: "purge.read",
    counts: "failures",
    first: true,
  },
  {
    href: "/approvals",
    label: "Approvals",
    icon: <UserCheck aria-hidden />,
    needs: "approval.read",
    counts: "approvals",
  },
  { href: "/compare", label: "Compare", icon: <Columns2 aria-hidden />, needs: "comparison.read" },
  {
    href: "/diagnoses",
    label: "Why stale?",
    icon: <CircleHelp aria-hidden />,
    needs: "diagnosis.read",
  },
  {
    href: "/watch",
    label: "Watch",
    icon: <Eye aria-hidden />,
    needs: "comparison.run",
  },
  {
    href: "/canary",
    label: "Canary",
    icon: <Bird aria-hidden />,
    needs: "canary.read",
  },
  { href: "/audit", label: "Audit", icon: <ScrollText aria-hidden />, needs: "audit.read" },
  {
    href: "/desk",
    label: "Auditor’s desk",
    icon: <ClipboardCheck aria-hidden />,
    needs: "desk.read",
  },
  {
    href: "/reconciliations",
    label: "Reconciliation",
    icon: <GitCompareArrows aria-hidden />,
    needs: "desk.read",
  },
  {
    href: "/zones",
    label: "Zones",
    icon: <Globe aria-hidden />,
    needs: "directory.read",
    settings: true,
  },
  {
    href: "/policy",
    label: "Policy",
    icon: <Scale aria-hidden />,
    needs: "policy.read",
    settings: true,
  },
  {
    href: "/tokens",
    label: "Tokens",
    icon: <KeyRound aria-hidden />,
    needs: "token.manage",
    settings: true,
  },
  {
    href: "/retention",
    label: "Retention",
    icon: <History aria-hidden />,
    needs: "retention.read",
    settings: true,
  },
  {
    href: "/people",
    label: "People",
    icon: <UserCog aria-hidden />,
    needs: "people.manage",
    settings: true,
  },
];

/** The screens that a role can go to, in the order of the navigation. */
export function placesFor(role: Role): readonly Place[] {
  return places.filter((place) => place.needs === undefined || can(role, place.needs));
}

/** Whether the address is at or below a place. */
export function isAt(pathname: string, href: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
