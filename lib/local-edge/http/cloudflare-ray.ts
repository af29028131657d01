import { randomBytes } from "node:crypto";

/** A cf-ray value: 16 hex digits and the data centre that answered (docs: http-headers). */
export function createRay(colo: string): string {
  return `${randomBytes(8).toString("hex")}-${colo}`;
}
