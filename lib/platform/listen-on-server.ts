import pg from "pg";
import { log } from "./log";

/** How long to wait before a lost connection is made anew, in milliseconds. */
const reconnectMs = 1_000;

/** LISTENs on a channel; returns how to stop. */
export type Listen = (channel: string, onNotify: () => void) => Promise<() => Promise<void>>;

/** The connection that listens, and who is to be told of which channel. */
class Listener {
  private readonly told = new Map<string, Set<() => void>>();
  private client: pg.Client | undefined;
  private connected: Promise<void> | undefined;
  private again: NodeJS.Timeout | undefined;
  private closed = false;
  /** A connection is asked one thing after the other. */
  private asked: Promise<void> = Promise.resolve();

  constructor(private readonly config: pg.ClientConfig) {}

  async listen(channel: string, onNotify: () => void): Promise<() => Promise<void>> {
    const others = this.told.get(channel);
    this.told.set(channel, (others ?? new Set()).add(onNotify));
    if (this.connected === undefined) await (this.connected = this.connect());
    else {
      await this.connected;
      if (others === undefined) await this.ask(`LISTEN ${pg.escapeIdentifier(channel)}`);
      onNotify();
    }
    return async () => {
      const left = this.told.get(channel);
      left?.delete(onNotify);
      if (left?.size !== 0) return;
      this.told.delete(channel);
      await this.ask(`UNLISTEN ${pg.escapeIdentifier(channel)}`);
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.again);
    await this.client?.end().catch(() => undefined);
  }

  /** What cannot be asked on a connection that is being lost is asked for on the next one. */
  private async ask(statement: string): Promise<void> {
    this.asked = this.asked.then(async () => {
      const { client } = this;
      await client?.query(statement).catch(() => {
        this.lost(client);
      });
    });
    await this.asked;
  }

  private tell(channel: string): void {
    for (const onNotify of [...(this.told.get(channel) ?? [])]) onNotify();
  }

  private lost(lostClient: pg.Client): void {
    if (this.closed || this.client !== lostClient) return;
    this.client = undefined;
    lostClient.end().catch(() => undefined);
    this.again = setTimeout(() => void this.connect(), reconnectMs);
  }

  private async connect(): Promise<void> {
    const mine = new pg.Client({ ...this.config, keepAlive: true });
    this.client = mine;
    mine.on("notification", ({ channel }) => this.tell(channel));
    mine.on("error", (error) => {
      log().warn({ err: error }, "the connection that listens was lost");
      this.lost(mine);
    });
    mine.on("end", () => {
      this.lost(mine);
    });
    try {
      await mine.connect();
      const channels = [...this.told.keys()];
      for (const channel of channels) await mine.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      for (const channel of channels) this.tell(channel);
    } catch (error) {
      log().warn({ err: error }, "could not listen to the database");
      this.lost(mine);
    }
  }
}

/**
 * LISTENs on a PostgreSQL server, by one connection for all channels: the server wakes every connection that listens
 * for whatever anybody is told. A lost one is made anew; since notifications may have been missed meanwhile, that
 * counts as one on each channel. What must not be missed is polled for as well.
 */
export function listenOnServer(config: pg.ClientConfig): {
  listen: Listen;
  close: () => Promise<void>;
} {
  const listener = new Listener(config);
  return {
    listen: (channel, onNotify) => listener.listen(channel, onNotify),
    close: () => listener.close(),
  };
}
