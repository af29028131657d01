import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** The line between a browser and the console, which a test can cut. */
export interface CuttableLine {
  /** The console's address over this line. */
  url: string;
  /** Breaks all connections, and takes no new ones until it is mended. */
  cut: () => void;
  mend: () => void;
  /** All that the browser has sent since the line was mended. */
  asked: () => string;
  close: () => Promise<void>;
}

/** A line to the console at `target`. */
export async function cuttableLine(target: string): Promise<CuttableLine> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let whole = true;
  let asked = "";
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    keep(far);
    near.on("data", (bytes: Buffer) => (asked += bytes.toString("latin1")));
    near.pipe(far).pipe(near);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    cut: () => {
      whole = false;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      whole = true;
      asked = "";
    },
    asked: () => asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}
