import net from "node:net";
import tls from "node:tls";
import ipaddr from "ipaddr.js";
import type { Target } from "./find-target";
import type { ProbeLimits } from "./probe-limits";

export interface Connection {
  socket: net.Socket;
  connectMs: number;
  /** null without TLS. */
  tlsMs: number | null;
}

/** Waits for a socket's event; destroys the socket when it takes longer. */
function waitFor(socket: net.Socket, event: string, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error("too late")), timeoutMs);
    const settle = (then: () => void) => {
      clearTimeout(timer);
      socket.off("error", fail).off("close", closed).off(event, done);
      then();
    };
    const fail = (error: Error) => settle(() => reject(error));
    const closed = () => settle(() => reject(new Error("closed")));
    const done = () => settle(() => resolve());
    socket.once("error", fail).once("close", closed).once(event, done);
  });
}

/** Whether the socket is connected to the address that was checked. */
function isPeer(socket: net.Socket, { address, port }: Target): boolean {
  const peer = socket.remoteAddress;
  if (peer === undefined || socket.remotePort !== port) return false;
  return ipaddr.process(peer).toString() === ipaddr.process(address).toString();
}

/**
 * Connects to a checked address, without a proxy, and looks at who answered before a byte is sent; with TLS,
 * the certificate has to be one for the host.
 *
 * @throws Error when it cannot be reached, takes too long, or somebody else is at the other end
 */
export async function openConnection(
  target: Target,
  host: string,
  limits: ProbeLimits,
  signal: AbortSignal,
): Promise<Connection> {
  const { address, port } = target;
  const startedAt = performance.now();
  const plain = net.connect({ host: address, port, autoSelectFamily: false, signal });
  // Nobody may be waiting when it breaks; who waits hears of it beside this.
  plain.on("error", () => undefined);
  await waitFor(plain, "connect", limits.connectMs);
  if (!isPeer(plain, target)) {
    plain.destroy();
    throw new Error("connected to another address");
  }
  const connectedAt = performance.now();
  const connectMs = Math.round(connectedAt - startedAt);
  if (!target.secure) return { socket: plain, connectMs, tlsMs: null };
  const secured = tls.connect({
    socket: plain,
    ALPNProtocols: ["http/1.1"],
    ...(net.isIP(host) ? { host } : { servername: host }),
  });
  secured.on("error", () => plain.destroy());
  await waitFor(secured, "secureConnect", limits.tlsMs);
  return { socket: secured, connectMs, tlsMs: Math.round(performance.now() - connectedAt) };
}
