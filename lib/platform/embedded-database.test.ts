import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { makeTestFolder } from "@/prisma/testing/test-env";
import { DatabaseInUseError, openEmbeddedDatabase } from "./embedded-database";

test("one live process at a time; the lock of a dead one, or of another program, is taken over", async () => {
  const folder = makeTestFolder();
  const lock = path.join(folder, "database.lock");
  const holder = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await new Promise((resolve) => holder.once("spawn", resolve));
  writeFileSync(lock, String(holder.pid));
  await expect(openEmbeddedDatabase(folder)).rejects.toThrow(DatabaseInUseError);
  holder.kill("SIGKILL");
  await new Promise((resolve) => holder.once("exit", resolve));
  const open = await openEmbeddedDatabase(folder);
  expect(readFileSync(lock, "utf8")).toBe(String(process.pid));
  await open.close();
  expect(() => readFileSync(lock)).toThrow("ENOENT");
});
