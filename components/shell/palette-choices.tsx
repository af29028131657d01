import {
  ArrowRight,
  CircleQuestionMark,
  Clock3,
  Columns2,
  Eraser,
  Filter,
  Plus,
  UserRound,
} from "lucide-react";
import type { ReactNode } from "react";
import { askWhyHref } from "@/components/diagnoses/diagnosis-href";
import { statusWords } from "@/components/purges/purge-words";
import { targetsOf } from "@/components/purges/scope-words";
import { can } from "@/lib/schemas/permissions";
import type { SearchResult } from "@/lib/schemas/overview";
import type { Purge, Selector } from "@/lib/schemas/purges";
import type { TenantSummary } from "@/lib/schemas/tenants";
import type { Role } from "@/lib/schemas/words";
import { placesFor } from "./places";
import type { Recent } from "./recents";

/** One line of the search box: where it leads. None of them changes anything. */
export interface Choice {
  href: string;
  label: string;
  note: string;
  icon: ReactNode;
}

export interface ChoiceGroup {
  title: string;
  choices: Choice[];
}

/** What a purge names, short: the first target and how many more. */
function targetsText(selector: Selector): string {
  const { values } = targetsOf(selector);
  const more = values.length - 1;
  return `${values[0] ?? "Everything in the zone"}${more > 0 ? ` and ${more} more` : ""}`;
}

function tenantChoice(tenant: TenantSummary): Choice {
  return {
    href: `/tenants/${encodeURIComponent(tenant.id)}`,
    label: tenant.name,
    note: `${tenant.slug} · id ${tenant.id} · ${tenant.hosts[0] ?? "no host"}`,
    icon: <UserRound aria-hidden />,
  };
}

function purgeChoice(purge: Purge): Choice {
  const who = purge.tenant?.slug ?? purge.zone.name;
  const ticket = purge.ticket === null ? "" : ` · ${purge.ticket}`;
  const day = purge.requestedAt.slice(0, 16).replace("T", " ");
  return {
    href: `/purges/${purge.id}`,
    label: targetsText(purge.selector),
    note: `${who} · ${statusWords[purge.status].toLowerCase()} · ${day} UTC${ticket}`,
    icon: <Eraser aria-hidden />,
  };
}

/** What was typed, when it is the address of a page on one of the tenant's hosts. */
function pageAddress(q: string, { hosts }: TenantSummary): string | undefined {
  const address = /^https?:\/\//i.test(q) ? q : `https://${q}`;
  if (!/[/.]/.test(q) || !URL.canParse(address)) return undefined;
  return hosts.includes(new URL(address).hostname) ? address : undefined;
}

function tenantActions(q: string, tenant: TenantSummary, role: Role): Choice[] {
  const id = encodeURIComponent(tenant.id);
  const actions: Choice[] = [];
  const address = pageAddress(q, tenant);
  if (can(role, "diagnosis.run"))
    actions.push({
      href: askWhyHref(tenant.id, address),
      label: address === undefined ? `Why is a page of ${tenant.name} stale?` : "Why is it stale?",
      note: address ?? "Asks edge, origin and record; purges nothing",
      icon: <CircleQuestionMark aria-hidden />,
    });
  if (can(role, "purge.object"))
    actions.push({
      href: `/purges/new?tenant=${id}`,
      label: `Purge ${tenant.name}`,
      note: "Opens the form, sends nothing",
      icon: <Eraser aria-hidden />,
    });
  if (can(role, "comparison.run"))
    actions.push({
      href: `/compare/new?tenant=${id}`,
      label: `Compare ${tenant.name}`,
      note: "With a control tenant",
      icon: <Columns2 aria-hidden />,
    });
  return actions;
}

/** The screens whose name begins a word with what is typed. */
function goToChoices(q: string, role: Role): Choice[] {
  const places: Choice[] = placesFor(role).map((place) => ({
    href: place.href,
    label: place.label,
    note: "Screen",
    icon: <ArrowRight aria-hidden />,
  }));
  if (can(role, "purge.object"))
    places.push({
      href: "/purges/new",
      label: "New purge",
      note: "Opens the form, sends nothing",
      icon: <Plus aria-hidden />,
    });
  if (can(role, "comparison.run"))
    places.push({
      href: "/compare/new",
      label: "New comparison",
      note: "Affected and control tenant",
      icon: <Plus aria-hidden />,
    });
  if (can(role, "diagnosis.run"))
    places.push({
      href: "/diagnoses/new",
      label: "Why is it stale?",
      note: "Asks edge, origin and record; purges nothing",
      icon: <CircleQuestionMark aria-hidden />,
    });
  places.push(
    {
      href: "/purges?status=failed",
      label: "Failed purges",
      note: "Filtered list",
      icon: <Filter aria-hidden />,
    },
    {
      href: "/purges?status=late",
      label: "Late purges",
      note: "Filtered list",
      icon: <Filter aria-hidden />,
    },
  );
  const wanted = q.toLowerCase();
  return places.filter((place) =>
    place.label
      .toLowerCase()
      .split(" ")
      .some((_, index, words) => words.slice(index).join(" ").startsWith(wanted)),
  );
}

function filterChoices(q: string): Choice[] {
  const text = encodeURIComponent(q);
  const choices: Choice[] = [];
  if (/[:/.]/.test(q))
    choices.push({
      href: `/purges?tag=${text}`,
      label: `All purges of ${q}`,
      note: "By tag, URL, prefix or host",
      icon: <Filter aria-hidden />,
    });
  if (/\d/.test(q) && !/[\s/]/.test(q))
    choices.push({
      href: `/purges?ticket=${text}`,
      label: `All purges for ticket ${q}`,
      note: "By ticket",
      icon: <Filter aria-hidden />,
    });
  return choices;
}

/** The groups of lines for what is typed and found. Empty groups are left out. */
export function choicesFor(
  q: string,
  role: Role,
  recents: Recent[],
  found: SearchResult | undefined,
): ChoiceGroup[] {
  const recent = recents.map((each) => ({ ...each, icon: <Clock3 aria-hidden /> }));
  if (q === "")
    return keepFilled([
      { title: "Recent", choices: recent },
      { title: "Go to", choices: goToChoices("", role) },
    ]);
  const tenants = found?.tenants ?? [];
  const only = tenants.length > 0 && tenants.length <= 3 ? tenants[0] : undefined;
  return keepFilled([
    { title: "Tenants", choices: tenants.slice(0, 6).map(tenantChoice) },
    { title: "Do", choices: only === undefined ? [] : tenantActions(q, only, role) },
    { title: "Purges", choices: (found?.purges ?? []).slice(0, 6).map(purgeChoice) },
    { title: "Go to", choices: goToChoices(q, role) },
    { title: "Filter", choices: filterChoices(q) },
  ]);
}

function keepFilled(groups: ChoiceGroup[]): ChoiceGroup[] {
  return groups.filter((group) => group.choices.length > 0);
}
