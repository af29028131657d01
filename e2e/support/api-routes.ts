import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../../app/api/v1");

/** "POST /api/v1/purges/[purgeId]/resolution": a method that a route file exports, and its address. */
export interface ApiRoute {
  name: string;
  method: string;
  pattern: string;
}

const exported =
  /export\s+(?:const|async\s+function|function)\s+([A-Z]+)\b|\bas\s+(GET|POST|PUT|PATCH|DELETE)\b/g;

/** Every method that the files below app/api/v1 export, read from the files themselves. */
export function apiRoutes(): ApiRoute[] {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => path.basename(file) === "route.ts")
    .flatMap((file) => {
      const folder = path.dirname(file).split(path.sep).join("/");
      const pattern = `/api/v1${folder === "." ? "" : `/${folder}`}`;
      // What an address does not have is no route of its own.
      const source = readFileSync(path.join(root, file), "utf8").replace(
        /methodNotAllowed as/g,
        "",
      );
      return [...source.matchAll(exported)].map(([, direct, renamed]) => {
        const method = direct ?? renamed ?? "";
        return { name: `${method} ${pattern}`, method, pattern };
      });
    });
}
