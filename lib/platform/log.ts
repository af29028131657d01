import pino from "pino";
import { env } from "./env";

let logger: pino.Logger | undefined;

/** The process's log: one JSON object a line on standard output. Never give it a header, token or body. */
export function log(): pino.Logger {
  logger ??= pino({ level: env().logLevel, base: null, redact: ["*.token", "*.authorization"] });
  return logger;
}
