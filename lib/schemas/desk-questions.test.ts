import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { deskDefinition, deskQuestionIds, deskTitles } from "./desk-questions";

test("docs/auditors-desk.md says of each question exactly what the screen says", () => {
  const file = path.resolve(import.meta.dirname, "../../docs/auditors-desk.md");
  const text = readFileSync(file, "utf8");
  const hours = { workFrom: "08:00", workTo: "18:00", timeZone: "UTC" };
  for (const question of deskQuestionIds) {
    const said = `- **${deskTitles[question]}.** ${deskDefinition(question, hours)}`;
    // The documentation is broken into lines, the screen is not.
    expect(text.replace(/\s+/g, " ")).toContain(said.replace(/\s+/g, " "));
  }
});
