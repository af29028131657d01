import { expect, test } from "vitest";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { giveBackSignIn, takeSignIn } from "./sign-in-allowance";

const database = withTestDatabase();
const from = (account: string | null, address: string | null = null) => ({ account, address });

/** How many of so many tries at once are let through. */
async function letThrough(times: number, trying: (at: number) => ReturnType<typeof from>) {
  const startedAt = performance.now();
  const waits = await Promise.all(Array.from({ length: times }, (_, at) => takeSignIn(trying(at))));
  const seconds = (performance.now() - startedAt) / 1000;
  return { looked: waits.filter((wait) => wait === 0).length, seconds };
}

test("of many guesses at one account ten are looked at, and one more a minute, from wherever they come", async () => {
  const guess = (at: number) => from("Somebody@example.com ", `10.0.0.${at}`);
  const { looked, seconds } = await letThrough(150, guess);
  expect(looked).toBeGreaterThanOrEqual(10);
  expect(looked).toBeLessThanOrEqual(11 + seconds / 60);
  expect(await takeSignIn(from("somebody@EXAMPLE.com"))).toBeGreaterThan(0);
  expect(await takeSignIn(from("somebody.else@example.com"))).toBe(0);
});

test("of many guesses from one address sixty are looked at, and six more a minute, at whomever they are aimed", async () => {
  const guess = (at: number) => from(`guess-${at}@example.com`, "192.0.2.1");
  const { looked, seconds } = await letThrough(120, guess);
  expect(looked).toBeGreaterThanOrEqual(60);
  expect(looked).toBeLessThanOrEqual(61 + seconds / 10);
  expect(await takeSignIn(from("guess@example.com", "192.0.2.2"))).toBe(0);
});

test("signing in takes nothing", async () => {
  for (let time = 0; time < 30; time += 1) {
    expect(await takeSignIn(from("works@example.com", "192.0.2.3"))).toBe(0);
    await giveBackSignIn(from("works@example.com", "192.0.2.3"));
  }
});

test("neither what was typed nor an address is kept, and what is full again is forgotten", async () => {
  await database().signInAllowance.deleteMany();
  await takeSignIn(from("a-password-by-mistake", "192.0.2.4"));
  const rows = await database().signInAllowance.findMany();
  expect(JSON.stringify(rows)).not.toMatch(/password|192\.0\.2/);
  await database().$executeRaw`
    UPDATE sign_in_allowance SET refilled_at = refilled_at - interval '2 days'`;
  await takeSignIn(from("somebody@example.com"));
  expect(await database().signInAllowance.count()).toBe(1);
});
