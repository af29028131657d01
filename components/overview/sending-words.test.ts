import { describe, expect, it } from "vitest";
import type { AccountSending } from "@/lib/schemas/sending";
import {
  needsEyes,
  sendingState,
  shortNumber,
  troubledFirst,
  troubleInWords,
  waitingInWords,
} from "./sending-words";

const calm: AccountSending = {
  accountId: "a".repeat(32),
  plan: "business",
  kind: "requests",
  zones: ["example.com"],
  tokens: 45,
  bucket: 50,
  perSecond: 10,
  believedPerSecond: 10,
  keptForPeople: 2.5,
  pausedUntil: null,
  lastLimitedAt: null,
  breaker: "closed",
  openUntil: null,
  failuresInRow: 0,
  retriesLeft: 50,
  queued: 0,
  scheduled: 0,
  sending: 0,
  late: 0,
  oldestAt: null,
};
const soon = "2026-03-01T12:00:00.000Z";
const stopped: AccountSending = { ...calm, breaker: "open", openUntil: soon };
const paused: AccountSending = { ...calm, pausedUntil: soon };
const slowed: AccountSending = { ...calm, believedPerSecond: 7 };
const usedUp: AccountSending = { ...slowed, tokens: 2.5, queued: 3 };
const late: AccountSending = { ...calm, late: 3, queued: 3 };

describe("how sending stands", () => {
  it("is the worst that is true", () => {
    const half: AccountSending = { ...stopped, breaker: "half_open" };
    expect(
      [calm, slowed, usedUp, paused, half, { ...stopped, pausedUntil: soon }].map(sendingState),
    ).toEqual(["normal", "slowed", "usedUp", "paused", "trying", "stopped"]);
    expect(sendingState({ ...calm, tokens: 0 }), "nothing waits for it").toBe("normal");
  });

  it("needs eyes when nothing goes out or something is late, not when it is only slower", () => {
    expect([calm, slowed, usedUp, paused, stopped, late].map(needsEyes)).toEqual([
      ...[false, false, false, true, true, true],
    ]);
  });

  it("puts what is late first, then what has stopped", () => {
    expect(troubledFirst([calm, slowed, paused, stopped, late])).toEqual([
      ...[late, stopped, paused, slowed, calm],
    ]);
  });

  it("is told in words, and in none when all is well", () => {
    expect(troubleInWords([calm, slowed])).toBeNull();
    expect(troubleInWords([stopped, paused, paused, late])).toBe(
      "1 stopped, 2 paused, 3 purges late",
    );
  });
});

it("leaves out what is zero, and says nothing of nothing", () => {
  expect(waitingInWords({ ...calm, queued: 1200, sending: 1 })).toBe("1,200 queued, 1 sending");
  expect(waitingInWords(calm)).toBeNull();
});

it("shows small numbers with what matters", () => {
  expect([490, 49.6, 0.0833, 3000].map(shortNumber)).toEqual(["490", "50", "0.083", "3,000"]);
});
