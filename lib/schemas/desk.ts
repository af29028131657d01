import * as z from "zod";
import { auditEntry, auditSealing } from "./audit";
import { deskQuestionIds, mostDrawn } from "./desk-questions";
import { cursor, id, limit, plainText, time } from "./text";
import { clockTime, timeZone } from "./policies";
import { reconciliation } from "./reconciliations";

const question = z.enum(deskQuestionIds, `must be one of ${deskQuestionIds.join(", ")}`);

/** What every question is asked with. The period is from `from` on, up to and without `to`. */
const asked = {
  from: time,
  to: time,
  /** What came later, such as a review, counts up to here; absent: now. */
  asOf: time.optional(),
  workFrom: clockTime.default("08:00"),
  workTo: clockTime.default("18:00"),
  timeZone: timeZone.default("UTC"),
};

interface Span {
  from: string;
  to: string;
  workFrom: string;
  workTo: string;
}
const inOrder = ({ from, to }: Span) => Date.parse(from) < Date.parse(to);
const endsAfterStart = { path: ["to"], message: "must be later than the start" };
const worksInOrder = ({ workFrom, workTo }: Span) => workFrom < workTo;
const worksAfterStart = { path: ["workTo"], message: "must be later than the start of work" };

export const deskAsked = z
  .strictObject(asked)
  .refine(inOrder, endsAfterStart)
  .refine(worksInOrder, worksAfterStart);
export type DeskAsked = z.output<typeof deskAsked>;

export const deskListQuery = z
  .strictObject({ ...asked, cursor: cursor.optional(), limit })
  .refine(inOrder, endsAfterStart)
  .refine(worksInOrder, worksAfterStart);
export type DeskListQuery = z.output<typeof deskListQuery>;

export const deskExportQuery = z
  .strictObject({ ...asked, format: z.enum(["csv", "ndjson"], "must be csv or ndjson") })
  .refine(inOrder, endsAfterStart)
  .refine(worksInOrder, worksAfterStart);
export type DeskExportQuery = z.output<typeof deskExportQuery>;

export const deskQuestionParams = z.strictObject({ question });

/** How a question was asked. */
const askedAnswer = z.strictObject({
  from: z.string(),
  to: z.string(),
  asOf: z.string(),
  workFrom: z.string(),
  workTo: z.string(),
  timeZone: z.string(),
});
export type AskedAnswer = z.infer<typeof askedAnswer>;

const figure = z.strictObject({
  question,
  title: z.string(),
  /** What is counted, exactly. */
  definition: z.string(),
  count: z.number(),
  /** Of approvals: who gave how many; the 100 with most. */
  people: z.array(z.strictObject({ name: z.string(), approved: z.number(), denied: z.number() })),
});
export type DeskFigure = z.infer<typeof figure>;

export const deskFigures = z.strictObject({ asked: askedAnswer, figures: z.array(figure) });
export type DeskFigures = z.infer<typeof deskFigures>;

export const deskRows = z.strictObject({
  items: z.array(auditEntry),
  nextCursor: z.string().nullable(),
});
export type DeskRows = z.infer<typeof deskRows>;

export const deskSampleRequest = z
  .strictObject({
    question,
    ...asked,
    seed: plainText(1, 100).meta({ examples: ["2026-11"] }),
    size: z
      .int("must be a whole number")
      .min(1, `must be 1 to ${mostDrawn}`)
      .max(mostDrawn, `must be 1 to ${mostDrawn}`),
  })
  .refine(inOrder, endsAfterStart)
  .refine(worksInOrder, worksAfterStart);
export type DeskSampleRequest = z.output<typeof deskSampleRequest>;

export const deskSampleParams = z.strictObject({ sampleId: id });

export const signOffFindings = ["in_order", "follow_up"] as const;
export type SignOffFinding = (typeof signOffFindings)[number];

export const deskSignOffRequest = z.strictObject({
  entryId: id,
  finding: z.enum(signOffFindings, "must be in_order or follow_up"),
  note: plainText(3, 2_000),
});
export type DeskSignOffRequest = z.output<typeof deskSignOffRequest>;

const signOff = z.strictObject({
  id: z.string(),
  finding: z.enum(signOffFindings),
  note: z.string(),
  by: z.string(),
  at: z.string(),
});

const sampleBrief = z.strictObject({
  id: z.string(),
  question,
  title: z.string(),
  definition: z.string(),
  asked: askedAnswer,
  seed: z.string(),
  size: z.number(),
  /** How many there were to draw from, and SHA-256 of their ids. */
  population: z.number(),
  populationDigest: z.string(),
  drawn: z.number(),
  /** Of the drawn, how many have a note, and how many are to be followed up by their newest one. */
  signed: z.number(),
  followUps: z.number(),
  drawnBy: z.string(),
  drawnAt: z.string(),
});
export type DeskSampleBrief = z.infer<typeof sampleBrief>;

export const deskSamples = z.strictObject({ items: z.array(sampleBrief) });
export type DeskSamples = z.infer<typeof deskSamples>;

export const deskSample = z.strictObject({
  ...sampleBrief.shape,
  items: z.array(
    z.strictObject({
      entryId: z.string(),
      /** null: retention has removed it since. */
      entry: auditEntry.nullable(),
      signOffs: z.array(signOff),
    }),
  ),
});
export type DeskSample = z.infer<typeof deskSample>;

/** What the record holds for a period, with what it rests on: to be printed. */
export const deskReport = z.strictObject({
  asked: askedAnswer,
  madeAt: z.string(),
  figures: z.array(figure),
  /** Entries of the period, and those of them that tell of something refused. */
  entries: z.number(),
  refused: z.number(),
  sealing: auditSealing,
  /** The newest check of the record that is itself on record; null: nobody has checked it. */
  verification: z
    .strictObject({
      at: z.string(),
      by: z.string(),
      from: z.number(),
      checkedTo: z.number(),
      through: z.number(),
      sealedTo: z.number(),
      breakCount: z.number(),
    })
    .nullable(),
  /** Samples of periods that overlap with this one, and comparisons with Cloudflare's log. */
  samples: z.array(deskSample),
  reconciliations: z.array(reconciliation),
});
export type DeskReport = z.infer<typeof deskReport>;
