import { html, type Markup } from "../html/markup";
import { renderPage } from "../html/plain-page";
import type { PlacedScenario } from "./play-scenario";

export interface MenuFacts {
  placed: readonly PlacedScenario[];
  /** "127.0.0.1:PORT" of the first data centre. */
  edgeAddress: string;
  /** Where people open the console; null: it is not known here. */
  consoleUrl: string | null;
}

const banner = html`<p>Purge Console · practice edge</p>
  <nav aria-label="Main"><a href="/">Switches</a> <a href="/scenarios">Scenarios</a></nav>`;

/** The page as a visitor opens it in a browser. */
function visitorUrl({ edgeAddress }: MenuFacts, { host, scenario }: PlacedScenario): string {
  return `http://${host}:${edgeAddress.split(":")[1] ?? ""}${scenario.path}`;
}

/** The console's form, filled in with a scenario's page. */
function askUrl(facts: MenuFacts, placed: PlacedScenario): string | null {
  if (facts.consoleUrl === null) return null;
  const query = new URLSearchParams({
    tenant: placed.owner.tenant.id,
    address: visitorUrl(facts, placed),
  });
  return `${facts.consoleUrl}/diagnoses/new?${query.toString()}`;
}

function rows(placed: readonly PlacedScenario[]): Markup[] {
  return placed.map(
    ({ scenario, owner }) =>
      html`<tr>
        <th scope="row">${scenario.title}</th>
        <td>${scenario.about}<br /><code>${owner.tenant.slug} ${scenario.path}</code></td>
        <td>
          <form method="post" action="/scenarios/${scenario.id}">
            <button type="submit" aria-label="Set up: ${scenario.title}">Set up</button>
          </form>
        </td>
      </tr> `,
  );
}

function table(caption: string, placed: readonly PlacedScenario[]): Markup {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        <th scope="col">Scenario</th>
        <th scope="col">What happens</th>
        <th scope="col">Set up</th>
      </tr>
    </thead>
    <tbody>
      ${rows(placed)}
    </tbody>
  </table>`;
}

/** Every scenario, with a button that sets the practice world up. */
export function scenarioMenu({ placed }: MenuFacts): string {
  const ofKind = (kind: "cause" | "finding") =>
    placed.filter(({ scenario }) => scenario.kind === kind);
  const body = html`<p>
      Each of these makes one page wrong in one way, on a tenant of its own. Set one up, then ask
      the console why the page is stale. Nothing here leaves this machine.
    </p>
    ${table("Why a page is stale: one cause each", ofKind("cause"))}
    ${table("How a page is cached: noticed beside the cause", ofKind("finding"))}
    <p><a href="/scenarios.json">The same as JSON</a></p>`;
  return renderPage({ title: "Scenarios", banner, body });
}

/** What was set up, and where to go on. */
export function scenarioSetUp(facts: MenuFacts, placed: PlacedScenario): string {
  const { scenario, owner } = placed;
  const ask = askUrl(facts, placed);
  const page = visitorUrl(facts, placed);
  const asking =
    ask === null
      ? html`Open the console and ask about this page of ${owner.tenant.name}.`
      : html`<a href="${ask}">Ask the console why it is stale</a>, then press “Find out why”.`;
  const body = html`<p role="status">It is set up.</p>
    <p>${scenario.about}</p>
    <ol>
      <li><a href="${page}">Look at the page</a> of ${owner.tenant.name}, as a customer.</li>
      <li>${asking}</li>
    </ol>
    <details>
      <summary>What it should find</summary>
      <p>${scenario.title} (<code>${scenario.expects}</code>)</p>
    </details>
    <form method="post" action="/scenarios/${scenario.id}">
      <button type="submit">Set up again</button>
    </form>`;
  return renderPage({ title: scenario.title, banner, body });
}

/** For scripts: what each scenario is, and where. */
export function scenarioFacts(facts: MenuFacts) {
  return facts.placed.map((placed) => {
    const { scenario, owner } = placed;
    const { id, kind, expects, title } = scenario;
    return {
      id,
      kind,
      expects,
      title,
      tenantId: owner.tenant.id,
      address: visitorUrl(facts, placed),
    };
  });
}
