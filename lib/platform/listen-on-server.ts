import pg from "pg";
import { log } from "./log";

/** How long to wait before a lost connection is made anew, in milliseconds. */
const reconnectMs = 1_000;

/**
 * LISTENs on a PostgreSQL server by a connection of its own. A lost one is made anew; since notifications
 * may have been missed meanwhile, that counts as one. What must not be missed is polled for as well.
 *
 * @returns how to stop
 */
export async function listenOnServer(
  config: pg.ClientConfig,
  channel: string,
  onNotify: () => void,
): Promise<() => Promise<void>> {
  let client: pg.Client | undefined;
  let stopped = false;
  let again: NodeJS.Timeout | undefined;

  const lost = (lostClient: pg.Client) => {
    if (stopped || client !== lostClient) return;
    client = undefined;
    again = setTimeout(() => void connect(), reconnectMs);
  };
  const connect = async () => {
    const mine = new pg.Client({ ...config, keepAlive: true });
    client = mine;
    mine.on("notification", onNotify);
    mine.on("error", (error) => {
      log().warn({ err: error }, "the connection that listens was lost");
      lost(mine);
    });
    mine.on("end", () => {
      lost(mine);
    });
    try {
      await mine.connect();
      await mine.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      onNotify();
    } catch (error) {
      log().warn({ err: error }, "could not listen to the database");
      lost(mine);
    }
  };
  await connect();
  return async () => {
    stopped = true;
    clearTimeout(again);
    await client?.end().catch(() => undefined);
  };
}
