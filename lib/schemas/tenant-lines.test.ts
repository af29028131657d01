import { expect, test } from "vitest";
import { mostImported } from "./directory-changes";
import { AppError } from "./errors";
import { readTenantLines, readTenantTable } from "./tenant-lines";

const head = "id,slug,name,zone,hosts,pages";
const acme = {
  id: "42",
  slug: "acme",
  name: "Acme",
  zone: "example.com",
  hosts: ["a.example.com"],
};

function refusal(read: () => unknown): string {
  try {
    read();
    return "nothing";
  } catch (error) {
    return error instanceof AppError ? `${error.code} ${error.message}` : "another error";
  }
}

test("CSV is read as spreadsheets write it", () => {
  const text = `\uFEFFslug,id,name,hosts,zone,pages\r\nacme,42,"Acme ""GmbH"", Berlin\nGermany",a.example.com b.example.com,example.com,/ /billing\r\n\r\n`;
  expect(readTenantTable(text)).toEqual({
    tenants: [
      {
        ...acme,
        name: 'Acme "GmbH", Berlin\nGermany',
        hosts: ["a.example.com", "b.example.com"],
        pages: ["/", "/billing"],
      },
    ],
  });
  expect(
    readTenantTable("id,slug,name,zone,hosts\n42,acme,Acme,example.com,a.example.com"),
  ).toEqual({
    tenants: [acme],
  });
});

test("NDJSON is read line by line, empty lines are none", () => {
  expect(readTenantLines(`${JSON.stringify(acme)}\n\n${JSON.stringify(acme)}\n`)).toEqual({
    tenants: [acme, acme],
  });
});

test.each([
  ["line 1: has no column hosts", "id,slug,name,zone\n"],
  ['line 1: "plan" is not one of the columns', `${head},plan\n`],
  ["line 1: has a column twice", "id,id\n"],
  ["line 3: has 2 cells, the first line has 6", `${head}\n42,acme,A,z,h,/\n43,globex\n`],
  ["line 2: has a quote that is not closed", `${head}\n42,"acme`],
  ["line 2: has text beside a quoted cell", `${head}\n42,"acme"x,A,z,h,/\n`],
  [
    "line 2: has text beside a quoted cell, or a quote within a bare one",
    `${head}\n42,ac"me,A,z,h,/\n`,
  ],
  ["too_large", `${head}\n${"\n".repeat(3 * mostImported)}`],
])("CSV: %s", (message, text) => {
  expect(refusal(() => readTenantTable(text))).toContain(message);
});

test.each([
  ["line 2: is not valid JSON", "{}\n{"],
  ["too_large", "\n".repeat(3 * mostImported)],
])("NDJSON: %s", (message, text) => {
  expect(refusal(() => readTenantLines(text))).toContain(message);
});

test("a cell of a million doubled quotes is read", () => {
  const text = `${head}\n42,acme,"${'""'.repeat(1_000_000)}",z,h,/\n`;
  expect(readTenantTable(text).tenants).toMatchObject([{ name: '"'.repeat(1_000_000) }]);
});
