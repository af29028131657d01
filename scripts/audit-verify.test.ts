import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeRecord } from "@/prisma/testing/made-record";

const folder = mkdtempSync(path.join(tmpdir(), "audit-verify-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const { record, key } = makeRecord(30, 10);
const keyFile = path.join(folder, "key.pem");
const sealFile = path.join(folder, "seals.ndjson");
writeFileSync(keyFile, key.publicKey.export({ type: "spki", format: "pem" }));
writeFileSync(sealFile, `${record.seals.join("\n")}\n`);

/** Runs the command on an export: what it says and how it ends. */
function verify(text: string): Promise<{ code: number; said: string }> {
  const file = path.join(folder, "export.ndjson");
  writeFileSync(file, text);
  const script = ["scripts/audit-verify.ts", file, "--key", keyFile, "--seals", sealFile];
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--import", "tsx", ...script],
      (_error, said, errors) => {
        resolve({ code: child.exitCode ?? -1, said: said + errors });
      },
    );
  });
}

test("a whole record ends with 0, and one with an entry out never does, whatever it calls itself", async () => {
  const whole = await verify(record.export());
  expect(whole.said).toMatch(/Sealed to the end\.\nNo break\.\n$/);
  expect(whole.code).toBe(0);
  const lines = record.lines.toSpliced(14, 1);
  const posing = await verify(record.export({ lines, filter: {} }));
  expect(posing.said).toContain("line 1: it says neither a whole export nor a selection.");
  expect(posing.said).toContain("entry 15: not there");
  expect(posing.code).toBe(1);
  const selection = await verify(record.export({ lines, filter: { outcome: "done" } }));
  expect(selection.said).toContain("It cannot show that nothing is missing");
  expect(selection.said).toMatch(/No break in what is there\.\n$/);
  expect(selection.said).toContain("NOT SIGNED");
  expect(selection.code).toBe(3);
  const signed = await verify(record.export({ lines, filter: { outcome: "done" }, signs: true }));
  expect(signed.said).toContain(`Signed by the key ${key.id}: a console that has it chose these`);
  expect(signed.said).toContain("It cannot show that nothing is missing");
  expect(signed.code).toBe(3);
}, 60_000);
