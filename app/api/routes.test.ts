import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { isGatewayRoute } from "@/lib/http/gateway-route";
import { isMachineRoute } from "@/lib/http/machine-route";
import { isPublicRoute } from "@/lib/http/public-route";
import { isRoute } from "@/lib/http/route";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const app = path.resolve(import.meta.dirname, "..");
// next-auth answers these itself, and nothing else may.
const nextAuth = path.join("api", "auth", "[...nextauth]", "route.ts");

const files = readdirSync(app, { recursive: true, encoding: "utf8" })
  .filter((file) => /^route\.[cm]?[jt]sx?$/.test(path.basename(file)))
  .filter((file) => file !== nextAuth)
  .sort();

async function handlersOf(file: string): Promise<[method: string, handler: unknown][]> {
  // eslint-disable-next-line no-restricted-syntax -- every route there is, found by walking the folder
  const exported = (await import(path.join(app, file))) as Record<string, unknown>;
  return Object.entries(exported).filter(([name]) => methods.includes(name));
}

describe("every handler", () => {
  it("is found", async () => {
    const handlers = (await Promise.all(files.map(handlersOf))).flat();
    expect(files.length).toBeGreaterThanOrEqual(10);
    expect(handlers.length).toBeGreaterThanOrEqual(files.length);
  });

  it.each(files)(
    "is made by route(), publicRoute(), machineRoute() or gatewayRoute(): %s",
    async (file) => {
      const handlers = await handlersOf(file);
      expect(handlers).not.toEqual([]);
      for (const [method, handler] of handlers) {
        const wrapped =
          isRoute(handler) ||
          [isPublicRoute, isMachineRoute, isGatewayRoute].some((made) => made(handler));
        expect(wrapped, `${file} exports ${method} that none of them made`).toBe(true);
      }
    },
  );

  it("asks who is asking, below /api/v1", async () => {
    const inside = files.filter((file) => file.startsWith(path.join("api", "v1", path.sep)));
    const handlers = (await Promise.all(inside.map(handlersOf))).flat();
    expect(handlers.filter(([, handler]) => !isRoute(handler))).toEqual([]);
  });
});
