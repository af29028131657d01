import pino, { type DestinationStream, type Logger } from "pino";
import { env } from "./env";
import { withoutSecrets } from "./secrets";

let logger: Logger | undefined;

function makeLogger(destination: DestinationStream): Logger {
  const redact = ["*.token", "*.authorization", "*.headers", "*.config"];
  const hooks = {
    // The last wall: an error from elsewhere may hold an address with a password, or repeat a token.
    streamWrite: withoutSecrets,
  };
  return pino({ level: env().logLevel, base: null, redact, hooks }, destination);
}

/** The process's log: one JSON object a line on standard output. Never give it a header, token or body. */
export function log(): Logger {
  logger ??= makeLogger(pino.destination(1));
  return logger;
}

/** Has the log written elsewhere, as in tests, with today's settings. `null`: to standard output again. */
export function writeLogTo(destination: DestinationStream | null): void {
  logger = destination === null ? undefined : makeLogger(destination);
}
