import type { PurgeLogEntry } from "../api/purge-log";
import { html, type Markup } from "../html/markup";
import { renderPage } from "../html/plain-page";
import type { PracticeTenant, PracticeZone } from "../practice-world";
import { faultForm } from "./fault-form";
import type { Faults } from "./faults";

export interface ControlPageFacts {
  zones: readonly PracticeZone[];
  edges: readonly { colo: string; address: string }[];
  apiBaseUrl: string;
  originUrl: string;
  faults: Faults;
  purges: readonly PurgeLogEntry[];
}

const FEATURED_PER_ZONE = 2;
const LISTED_TENANTS = 40;
const LISTED_PURGES = 20;

/** The page for a person: tenants with links, fault switches, the last purges. */
export function controlPage(facts: ControlPageFacts): string {
  const featured = facts.zones.flatMap((zone) => zone.tenants.slice(0, FEATURED_PER_ZONE));
  const others = facts.zones.flatMap((zone) => zone.tenants.slice(FEATURED_PER_ZONE));
  const listed = [...featured, ...others].slice(0, LISTED_TENANTS);
  const unlisted = featured.length + others.length - listed.length;
  const body = html`<p>
      A practice CDN on this machine: Cloudflare's purge API, two data centres that cache, and a
      small billing app behind them. Nothing here leaves this machine.
    </p>
    <ul>
      ${facts.edges.map(({ colo, address }) => html`<li>Edge ${colo}: <code>${address}</code></li>`)}
      <li>Origin: <code>${facts.originUrl}</code></li>
      <li>API: <code>${facts.apiBaseUrl}</code></li>
    </ul>
    <p>
      <a href="/scenarios">Scenarios</a>: pages that are stale for one reason each, to ask the
      console about.
    </p>
    <h2>Tenants</h2>
    <table>
      <caption>
        Pages through each data centre. Names that do not end in .localhost need a hosts entry, or
        curl with a Host header.
      </caption>
      <thead>
        <tr>
          <th scope="col">Tenant</th>
          <th scope="col">Cached pages</th>
          <th scope="col">Change data</th>
        </tr>
      </thead>
      <tbody>
        ${listed.map((tenant) => tenantRow(tenant, facts.edges))}
      </tbody>
    </table>
    ${unlisted > 0 ? html`<p class="hint">And ${unlisted} more.</p>` : ""}
    <h2>Faults</h2>
    ${faultForm(
      facts.faults,
      facts.edges.map(({ colo }) => colo),
    )}
    ${pastTheConsole(facts.zones[0])}
    <h2>Last purges</h2>
    ${purgeTable(facts.purges)}
    <p><a href="/purges">All as JSON</a> · <a href="/faults">Faults as JSON</a></p>`;
  return renderPage({ title: "Practice edge", banner: html`<p>Purge Console</p>`, body });
}

function tenantRow(tenant: PracticeTenant, edges: ControlPageFacts["edges"]): Markup {
  const [host] = tenant.hosts;
  const [invoice] = tenant.invoices;
  const [firstEdge] = edges;
  const portOf = (address: string) => address.split(":")[1] ?? "";
  const pages = host
    ? edges.map(
        ({ colo, address }) =>
          html`<a href="http://${host}:${portOf(address)}/billing">Billing via ${colo}</a> `,
      )
    : html`No host`;
  const edit =
    host && invoice && firstEdge
      ? html`<a
          href="http://${host}:${portOf(firstEdge.address)}/edit/invoices/${encodeURIComponent(invoice.id)}"
          >Edit invoice ${invoice.id}</a
        >`
      : html`No invoice`;
  return html`<tr>
    <th scope="row">${tenant.name}<br /><code>${tenant.id}</code></th>
    <td>${pages}<br /><code>${host ?? ""}</code></td>
    <td>${edit}</td>
  </tr> `;
}

function pastTheConsole(zone: PracticeZone | undefined): Markup {
  return html`<h2>Past the console</h2>
    <p>
      Sends a purge straight to the API, as somebody with a token of their own would. The console
      learns of it by reconciliation alone.
    </p>
    <form method="post" action="/purges">
      <input type="hidden" name="zone" value="${zone?.id ?? ""}" />
      <div class="field">
        <label for="tag">Tag</label>
        <input
          id="tag"
          name="tag"
          autocomplete="off"
          value="tenant:${zone?.tenants[0]?.id ?? ""}"
        />
      </div>
      <button type="submit">Purge past the console</button>
    </form>`;
}

function purgeTable(purges: readonly PurgeLogEntry[]): Markup {
  if (purges.length === 0) return html`<p>No purge has arrived yet.</p>`;
  const rows = purges.slice(0, LISTED_PURGES).map(
    (purge) =>
      html`<tr>
        <td><time>${purge.at}</time></td>
        <td>${purge.zoneName ?? purge.zoneId}${environmentOf(purge)}</td>
        <td>${purge.method}</td>
        <td><code>${summarize(purge.selectors)}</code></td>
        <td>${purge.status === 0 ? "no answer" : purge.status}</td>
        <td><code>${purge.cfRay}</code></td>
      </tr> `,
  );
  return html`<table>
    <caption>
      Newest first
    </caption>
    <thead>
      <tr>
        <th scope="col">Time</th>
        <th scope="col">Zone</th>
        <th scope="col">Method</th>
        <th scope="col">Selectors</th>
        <th scope="col">Answer</th>
        <th scope="col">cf-ray</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function environmentOf({ environment }: PurgeLogEntry): string {
  return environment === null ? "" : `, environment ${environment}`;
}

function summarize(selectors: unknown): string {
  const text = JSON.stringify(selectors);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
