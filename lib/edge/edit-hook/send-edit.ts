import { createHmac } from "node:crypto";
import http from "node:http";
import { findTarget } from "@/lib/edge/probe/find-target";
import { openConnection } from "@/lib/edge/probe/open-connection";
import { type ProbeLimits, probeLimits } from "@/lib/edge/probe/probe-limits";
import { env } from "@/lib/platform/env";

/** commit: change the test tenant's page. fail: try to, and have the write fail. */
export interface EditOrder {
  tenant: string;
  edit: "commit" | "fail";
  /** The run that asks, for the deployment's log. */
  run: string;
}

/** done: the write was committed, or failed as asked. not_offered: HTTP 501. */
export type EditAnswer =
  { kind: "done" } | { kind: "not_offered" } | { kind: "problem"; message: string };

/** A write may take its time. Otherwise as a probe is limited. */
const limits: ProbeLimits = { ...probeLimits, firstByteMs: 15_000, totalMs: 20_000 };

/** SHA-256 HMAC of the body, hex, with the deployment's secret: how the other end knows who asks. */
function signature(body: string): Record<string, string> {
  const { canaryHookSecret } = env();
  if (canaryHookSecret === null) return {};
  const digest = createHmac("sha256", canaryHookSecret).update(body).digest("hex");
  return { "purge-console-signature": `sha256=${digest}` };
}

/** Posts the body on a connection to an address that was checked. @returns the status; the answer's body is not read */
async function post(url: URL, body: string, signal: AbortSignal): Promise<number> {
  const scheme = url.protocol === "https:" ? ("https" as const) : ("http" as const);
  const port = url.port === "" ? (scheme === "https" ? "443" : "80") : url.port;
  const edge = { scheme, address: `${url.hostname}:${port}` };
  const target = await findTarget({ host: url.hostname, path: url.pathname, edge }, limits);
  if (target === null) throw new Error("not permitted");
  const { socket } = await openConnection(target, url.hostname, limits, signal);
  return new Promise((resolve, reject) => {
    const outgoing = http.request(
      {
        createConnection: () => socket,
        method: "POST",
        path: `${url.pathname}${url.search}`,
        headers: {
          host: url.host,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "user-agent": "PurgeConsole-Canary",
          connection: "close",
          ...signature(body),
        },
      },
      (response) => {
        resolve(response.statusCode ?? 0);
        socket.destroy();
      },
    );
    const giveUp = () => outgoing.destroy(new Error("too late"));
    signal.addEventListener("abort", giveUp, { once: true });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/**
 * Asks the deployment to edit its test tenant's page. Redirects are not followed, nothing is sent but the order
 * and its signature, and loopback and private addresses are refused unless the environment names them. Never
 * throws.
 */
export async function sendEdit(address: string, order: EditOrder): Promise<EditAnswer> {
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(), limits.totalMs);
  try {
    const status = await post(new URL(address), JSON.stringify(order), ended.signal);
    if (status >= 200 && status < 300) return { kind: "done" };
    if (status === 501) return { kind: "not_offered" };
    return { kind: "problem", message: `The edit address answered HTTP ${status}.` };
  } catch {
    return { kind: "problem", message: "The edit address did not answer." };
  } finally {
    clearTimeout(timer);
  }
}
