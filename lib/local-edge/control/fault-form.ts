import { html, type Markup } from "../html/markup";
import type { Faults } from "./faults";
import { FaultsError } from "./read-faults";

/** What the select offers: a name for the form, words for a person, and the apiStatus it means. */
const API_CHOICES: Record<string, { label: string; fault: Record<string, unknown> | null }> = {
  none: { label: "Answer normally", fault: null },
  "429-with": {
    label: "429 with Retry-After",
    fault: { mode: "error", status: 429, retryAfter: 10 },
  },
  "429-without": { label: "429 without Retry-After", fault: { mode: "error", status: 429 } },
  "status-500": { label: "500 with an error envelope", fault: { mode: "error", status: 500 } },
  "status-503": { label: "503 with an error envelope", fault: { mode: "error", status: 503 } },
  success_false: { label: "200 with success: false", fault: { mode: "success_false" } },
  drop: { label: "Drop the connection", fault: { mode: "drop" } },
  hang: { label: "Never answer", fault: { mode: "hang" } },
  html: { label: "502 with HTML instead of JSON", fault: { mode: "html", status: 502 } },
};

const AUDIT_CHOICES: Record<Faults["auditLog"], string> = {
  answers: "Answer normally",
  refuses: "Refuse its token",
  breaks: "Break off behind the first entry",
};

/** The switches as a form that starts from what is set now. */
export function faultForm(faults: Faults, colos: readonly string[]): Markup {
  const chosen = choiceOf(faults);
  const api = faults.apiStatus;
  const routes = Object.entries(faults.routeTo).map(([host, colo]) => `${host}=${colo}`);
  const options = Object.entries(API_CHOICES).map(
    ([name, { label }]) =>
      html`<option value="${name}" ${name === chosen ? "selected" : ""}>${label}</option>`,
  );
  return html`<form method="post" action="/faults">
      <div class="field">
        <label for="apiChoice">Purge API answer</label>
        <select id="apiChoice" name="apiChoice">
          ${options}
        </select>
      </div>
      ${textField("count", "For how many purges", api?.count ?? "", "Empty: until reset.")}
      ${textField("retryAfter", "Retry-After, seconds", api?.retryAfter ?? 10, "Only for “429 with Retry-After”.")}
      ${checkbox("carryOut", "Carry the purge out all the same", api?.carryOut ?? false)}
      ${textField("apiLatencyMs", "API latency, ms", faults.apiLatencyMs)}
      ${textField("edgeLatencyMs", "Edge latency, ms", faults.edgeLatencyMs)}
      <div class="field">
        <label for="auditLog">Audit log of the account</label>
        <select id="auditLog" name="auditLog">
          ${Object.entries(AUDIT_CHOICES).map(
            ([name, label]) =>
              html`<option value="${name}" ${name === faults.auditLog ? "selected" : ""}>
                ${label}
              </option>`,
          )}
        </select>
      </div>
      ${textField("ignoreTags", "Tags the edge ignores", faults.ignoreTags.join(", "), "Separated by commas. A purge of them is accepted and removes nothing.")}
      <div class="field">
        <label for="routeTo">Hosts answered by another data centre</label>
        <textarea id="routeTo" name="routeTo" rows="3" cols="50">${routes.join("\n")}</textarea>
        <p class="hint">One per line, host=colo. Data centres: ${colos.join(", ")}.</p>
      </div>
      ${checkbox("originDown", "The origin is down", faults.originDown)}
      <button type="submit">Set faults</button>
    </form>
    <form method="post" action="/faults/reset">
      <button type="submit">Reset all faults</button>
    </form>`;
}

function textField(name: string, label: string, value: string | number, hint = ""): Markup {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" autocomplete="off" value="${value}" />
    <p class="hint">${hint}</p>
  </div>`;
}

function checkbox(name: string, label: string, on: boolean): Markup {
  return html`<div class="field">
    <label><input type="checkbox" name="${name}" ${on ? "checked" : ""} />${label}</label>
  </div>`;
}

/**
 * The posted form as the JSON that PUT /faults takes, still unchecked.
 * @throws FaultsError when a choice or a line cannot be read.
 */
export function faultsOfForm(body: string): Record<string, unknown> {
  const form = new URLSearchParams(body);
  const text = (name: string) => (form.get(name) ?? "").trim();
  const choice = API_CHOICES[text("apiChoice") || "none"];
  if (!choice) throw new FaultsError("Unknown API answer");
  const apiStatus = choice.fault && {
    ...choice.fault,
    ...(text("count") === "" ? {} : { count: Number(text("count")) }),
    ...("retryAfter" in choice.fault ? { retryAfter: Number(text("retryAfter") || "10") } : {}),
    carryOut: form.has("carryOut"),
  };
  return {
    apiStatus,
    auditLog: text("auditLog") || "answers",
    apiLatencyMs: Number(text("apiLatencyMs") || "0"),
    edgeLatencyMs: Number(text("edgeLatencyMs") || "0"),
    ignoreTags: list(text("ignoreTags"), ","),
    routeTo: Object.fromEntries(
      list(text("routeTo"), "\n").map((line) => {
        const [host = "", colo = ""] = line.split("=", 2);
        return [host.trim(), colo.trim()];
      }),
    ),
    originDown: form.has("originDown"),
  };
}

function choiceOf({ apiStatus }: Faults): string {
  if (!apiStatus) return "none";
  const { mode, status, retryAfter } = apiStatus;
  if (mode === "error" && status === 429) return retryAfter === null ? "429-without" : "429-with";
  return mode === "error" ? `status-${status}` : mode;
}

function list(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
