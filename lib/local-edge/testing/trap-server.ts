import net from "node:net";

export interface Trap {
  port: number;
  /** How many have connected so far, and how many bytes they sent. */
  connections: number;
  bytes: number;
  close(): void;
}

function listen(server: net.Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    // Both families where the machine has both: "::" takes IPv4 too.
    server.listen(port, "::", () => resolve(true));
  });
}

/** Listens on all addresses of this machine and counts who connects. It answers nobody. */
export async function setTrap(): Promise<Trap> {
  const sockets = new Set<net.Socket>();
  const trap = { port: 0, connections: 0, bytes: 0, close: () => undefined as unknown };
  const server = net.createServer((socket) => {
    trap.connections += 1;
    sockets.add(socket);
    socket.on("data", (chunk) => (trap.bytes += chunk.length)).on("error", () => undefined);
  });
  if (!(await listen(server, 0))) {
    await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  }
  trap.port = (server.address() as net.AddressInfo).port;
  trap.close = () => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  };
  return trap;
}
