import pg from "pg";
import { log } from "./log";

/** A statement with its parameters, as Prisma.sql makes it. */
export interface Statement {
  text: string;
  values: unknown[];
}

/** Runs one statement by itself, as a transaction of its own, and answers its rows. */
export type RunPrepared = <Row>(statement: Statement) => Promise<Row[]>;

/** How many such statements run at once: each takes a millisecond or two. */
const mostConnections = 4;
/** The longest that one is waited for, in milliseconds: a connection may be cut off without a word. */
const limitMs = 12_000;

/**
 * Connections that keep what they have parsed and planned, for the few statements that each purge needs: making a
 * plan costs more than following it. A plan is kept whatever the table grows to, so none may read a whole table:
 * these statements name single rows, and find them by an index; but for the actors' names, which are few.
 */
export function prepareOnServer(config: pg.PoolConfig): {
  run: RunPrepared;
  close: () => Promise<void>;
} {
  const pool = new pg.Pool({
    ...config,
    max: mostConnections,
    options: `${config.options ?? ""} -c enable_seqscan=off`,
    query_timeout: limitMs,
  });
  pool.on("error", (error) => {
    log().warn({ err: error }, "a connection to the database was lost");
  });
  const names = new Map<string, string>();
  const nameOf = (text: string) => {
    const name = names.get(text) ?? `s${names.size}`;
    names.set(text, name);
    return name;
  };
  return {
    run: async <Row>({ text, values }: Statement) => {
      const { rows } = await pool.query({ name: nameOf(text), text, values });
      return rows as Row[];
    },
    close: () => pool.end(),
  };
}
