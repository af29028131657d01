import { sampledInWords } from "./collateral-words";
import type {
  Comparison,
  OriginAnswer,
  VariantCoverage,
  VariantResult,
  Verdict,
} from "./comparisons";
import { fileText } from "./files";
import type { Probe } from "./probes";
import type { Attempt, PurgeDetail } from "./purges";
import { secondPersonWords } from "./second-person-words";

const outcomeWords = {
  pending: "under way",
  verified: "verified",
  not_verified: "not verified",
  superseded: "superseded",
  cannot_tell: "cannot tell",
};

/** Text that Markdown would read as its own stays text; a cell has one line. */
function plain(text: string): string {
  return text.replace(/[\r\n]+/g, " ").replace(/[\\`*_{}[\]<>#|]/g, String.raw`\$&`);
}

/** In a code span nothing but the fence itself has a meaning. */
const code = (text: string) => `\`${text.replace(/[\r\n]+/g, " ").replaceAll("`", "'")}\``;

function attemptLine({ number, startedAt, outcome, httpStatus, cfRay, message }: Attempt): string {
  const answer = httpStatus === null ? "no answer" : `HTTP ${httpStatus}`;
  const ray = cfRay === null ? "" : `, cf-ray ${code(cfRay)}`;
  return `- Call ${number} at ${startedAt}: ${outcome ?? "under way"}, ${answer}${ray}${message === null ? "" : `: ${plain(message)}`}`;
}

function probeRow(side: string, probe: Probe): string {
  const cells = [
    probe.place === null ? side : `${side}, from ${plain(probe.place)}`,
    probe.phase ?? "",
    probe.startedAt,
    probe.error === null ? (probe.cacheStatus ?? "none") : plain(probe.error),
    probe.age === null ? "" : `${probe.age} s`,
    probe.colo ?? "",
    probe.variant === null ? "" : plain(probe.variant),
    probe.fingerprint === null ? "" : code(probe.fingerprint),
    probe.cfRay === null ? "" : code(probe.cfRay),
  ];
  return `| ${cells.join(" | ")} |`;
}

const list = (items: readonly string[]) => items.map((item) => `- ${plain(item)}`);

const coverageWords: Record<VariantCoverage, string> = {
  covered: "named by the purge",
  left: "not named by the purge",
  by_tag: "named if it carries the tag",
  unclear: "not certain whether it is named",
};
const resultWords: Record<VariantResult, string> = {
  fresh: "new content",
  overtaken: "new content, changed since at the origin",
  same: "a new copy with the same content",
  current: "the same content, as the origin delivers it",
  old: "the copy or content from before",
  open: "cannot be told",
  uncached: "not cached",
  not_probed: "not probed",
};

/** What became of each of the page's copies, and what the purge named of it. */
function variantLines({ variants }: Verdict): string[] {
  if (variants.length === 0) return [];
  const lines = variants.map(({ name, result, coverage, colos }) => {
    const seen = colos.length === 0 ? "" : ` in ${colos.join(", ")}`;
    const named = coverage === null ? "" : `, ${coverageWords[coverage]}`;
    return `${name ?? "default"}: ${resultWords[result]}${seen}${named}`;
  });
  return ["", "Variants:", "", ...list(lines)];
}

/** What the origin said first and last of each variant, and whenever it said something else in between. */
function toldBy(origin: readonly OriginAnswer[]): OriginAnswer[] {
  return origin.filter((answer, at) => {
    const same = ({ variant }: OriginAnswer) => variant === answer.variant;
    const before = origin.slice(0, at).findLast(same);
    const isLast = !origin.slice(at + 1).some(same);
    return isLast || before?.fingerprint !== answer.fingerprint || before.error !== answer.error;
  });
}

function originRow({ startedAt, variant, httpStatus, fingerprint, error }: OriginAnswer): string {
  const cells = [
    ...[
      "origin",
      "",
      startedAt,
      error === null ? `HTTP ${httpStatus ?? ""}` : plain(error),
      "",
      "",
    ],
    variant === null ? "" : plain(variant),
    fingerprint === null ? "" : code(fingerprint),
    "",
  ];
  return `| ${cells.join(" | ")} |`;
}

/** What was noticed beside the verdict: each finding once a side, as the newest answer has it. */
function noticedLines({ affected, control, origin }: Comparison): string[] {
  const sides = [
    { tenant: affected.tenant, answers: [...origin, ...affected.probes] },
    ...(control === null ? [] : [{ tenant: control.tenant, answers: control.probes }]),
  ];
  const reasons = sides.flatMap(({ tenant, answers }) => {
    const all = answers.flatMap(({ findings }) => findings);
    const newest = new Map(all.map(({ code, reason }) => [code, reason]));
    return [...newest.values()].map((reason) => `${tenant.slug}: ${reason}`);
  });
  return reasons.length === 0 ? [] : ["", "Also noticed:", "", ...list(reasons)];
}

function comparisonLines(comparison: Comparison): string[] {
  const { path, affected, control, origin, verdict } = comparison;
  const { outcome, summary, confidence, colos, reasons, missing } = verdict;
  return [
    `### ${plain(path)} of ${plain(affected.tenant.slug)}${control === null ? "" : `, control ${plain(control.tenant.slug)}`}`,
    "",
    `**${plain(summary)}** (${outcomeWords[outcome]}, confidence: ${confidence}, data centres: ${colos.join(", ") || "none"})`,
    "",
    ...list(reasons),
    ...(missing.length === 0 ? [] : ["", "Missing:", "", ...list(missing)]),
    ...variantLines(verdict),
    ...noticedLines(comparison),
    "",
    "| side | phase | at | cache | Age | colo | variant | content | cf-ray |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...affected.probes.map((probe) => probeRow("affected", probe)),
    ...(control?.probes.map((probe) => probeRow("control", probe)) ?? []),
    ...toldBy(origin).map(originRow),
    "",
  ];
}

function selectorWords({ selector }: PurgeDetail): string {
  const [kind = "", values] = Object.entries(selector)[0] ?? [];
  if (!Array.isArray(values)) return kind;
  return `${kind} ${values.map((value) => code(fileText(value))).join(", ")}`;
}

/** The evidence of a purge for a ticket, inside: each step, each probe, the verdict, and what is missing. */
export function evidenceMarkdown(purge: PurgeDetail, origin: string): string {
  const { proof, collateral, reason, ticket } = purge;
  return [
    `## Purge ${code(purge.id)}`,
    "",
    `- Receipt: ${origin}/purges/${purge.id}`,
    `- Tenants: ${purge.tenants.map(({ slug }) => plain(slug)).join(", ") || "none on record"}`,
    `- Zone: ${plain(purge.zone.name)}${purge.environmentName === null ? "" : `, environment ${plain(purge.environmentName)}`}`,
    `- Method: ${purge.method}, ${selectorWords(purge)}`,
    `- Requested ${purge.requestedAt} by ${plain(purge.actor.name)}${reason === null ? "" : `: ${plain(reason)}`}`,
    ...secondPersonWords(purge.secondPerson, (at) => at).map((line) => `- ${plain(line)}`),
    ...(ticket === null ? [] : [`- Ticket: ${plain(ticket)}`]),
    `- Trace: ${code(purge.traceId)}`,
    `- State: ${purge.status}${purge.status === "accepted" ? " by Cloudflare (accepted is not yet proof)" : ""}`,
    ...purge.attempts.map(attemptLine),
    "",
    `**Proof: ${proof === null ? "none was made" : `${outcomeWords[proof.outcome]}. ${plain(proof.summary)}`}**`,
    "",
    ...(collateral === null
      ? []
      : [
          `Others: ${plain(collateral.summary)}${collateral.cause === null ? "" : ` ${plain(collateral.cause)}`}`,
          ...list(
            collateral.sampled?.map(
              (one) => `${one.tenant.slug} ${one.path}: ${sampledInWords(one)}`,
            ) ??
              collateral.cold.map(
                ({ tenant, path, cacheStatus }) => `${tenant.slug} ${path}: ${cacheStatus}`,
              ),
          ),
          "",
        ]),
    ...purge.comparisons.flatMap(comparisonLines),
  ].join("\n");
}

/** The same as data, with where it came from. */
export function evidenceJson(purge: PurgeDetail, origin: string): string {
  return JSON.stringify({ receipt: `${origin}/purges/${purge.id}`, ...purge }, null, 2);
}
