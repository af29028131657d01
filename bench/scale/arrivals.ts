import { newId } from "@/lib/platform/ids";

/** So many calls of a service a second. */
const callsPerSecond = 4;

export interface Arrivals {
  /** Reports so many purges in one call. @throws Error when one of them was not recorded */
  send: (count: number) => Promise<void>;
  /** Reports so many a second, whether the calls before were answered or not; returns how to stop. */
  begin: (perSecond: number) => () => Promise<void>;
  /** How many were recorded, and at what rate, in a line. */
  report: () => string;
}

/** Purges of a service, of tenants all over the list, as POST /api/v1/purge-events takes them. */
export function startArrivals(url: string, secret: string, tenants: number): Arrivals {
  let made = 0;
  /** In all, and of them those that `begin` sent, in so many seconds. */
  let [recorded, timed, seconds] = [0, 0, 0];
  const event = () => {
    made += 1;
    const tenant = 1 + ((made * 7919) % tenants);
    return {
      eventId: newId(),
      at: new Date().toISOString(),
      zone: `zone${1 + (tenant % 4)}.example.com`,
      tenant: String(100_000 + tenant),
      selector: { tags: [`invoice:${made % 50_000}`, `tenant:${100_000 + tenant}`] },
      service: `service-${made % 40}`,
      reason: "An invoice was changed",
      result: { status: "accepted", httpStatus: 200, durationMs: 80 },
    };
  };
  const send = async (count: number): Promise<void> => {
    const answer = await fetch(`${url}/api/v1/purge-events`, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      body: JSON.stringify(Array.from({ length: count }, event)),
    });
    const text = await answer.text();
    const { recorded: these = 0 } = JSON.parse(text) as { recorded?: number };
    if (these !== count) throw new Error(`${answer.status}: ${text.slice(0, 500)}`);
    recorded += count;
  };
  const begin = (perSecond: number) => {
    const [from, before] = [performance.now(), recorded];
    const calls: Promise<void>[] = [];
    const timer = setInterval(
      () => calls.push(send(perSecond / callsPerSecond)),
      1_000 / callsPerSecond,
    );
    return async () => {
      clearInterval(timer);
      await Promise.all(calls);
      timed += recorded - before;
      seconds += (performance.now() - from) / 1_000;
    };
  };
  return {
    send,
    begin,
    report: () =>
      `${recorded} reports recorded, ${(timed / seconds).toFixed(0)} a second while they came`,
  };
}
