import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { isGatewayRoute } from "@/lib/http/gateway-route";
import { contractOf } from "@/lib/http/route";

/** A method of a route that changes something. */
export interface FoundRoute {
  name: string;
  method: string;
  handler: (
    request: Request,
    context: { params: Promise<Record<string, string>> },
  ) => Promise<Response>;
}

const app = path.resolve(import.meta.dirname, "../../app");
const changing = ["POST", "PUT", "PATCH", "DELETE"];

/** Every changing method of every route below app, found by walking the folder. */
export async function findRoutes(): Promise<FoundRoute[]> {
  const files = readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts" && !file.includes("nextauth"))
    .sort();
  const found: FoundRoute[] = [];
  for (const file of files) {
    // eslint-disable-next-line no-restricted-syntax -- every route there is, found by walking the folder
    const exported = (await import(path.join(app, file))) as Record<string, FoundRoute["handler"]>;
    for (const method of changing) {
      const handler = exported[method];
      const isOwn = contractOf(handler) !== null || isGatewayRoute(handler);
      if (handler === undefined || !isOwn) continue;
      found.push({ name: `${method} /${path.dirname(file)}`, method, handler });
    }
  }
  return found;
}

/** The SQL that the documentation gives to whoever wants two roles. */
export function documentedRoles(): string[] {
  const text = readFileSync(path.join(app, "../docs/deployment.md"), "utf8");
  const [, sql = ""] = /## Two roles[\s\S]*?```sql\n([\s\S]*?)```/.exec(text) ?? [];
  expect(sql).toContain("REVOKE");
  return sql.split("\n").filter(Boolean);
}
