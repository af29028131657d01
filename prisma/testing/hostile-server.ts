import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";
import { useTestEnv } from "./test-env";

/** What the server does once it has read a request. */
export type Script = (socket: Socket, head: string) => void;

export interface HostileServer {
  /** The requests as they came over the line. */
  requests: string[];
  sockets: Socket[];
  close: () => void;
}

/** The token that the console has while it talks to such a server. */
export const hostileToken = "a-token.for_tests/only+with=signs";

export const portOf = (listening: net.Server) => (listening.address() as AddressInfo).port;

/** Listens on loopback at a free port. */
export async function listenOnLoopback(onSocket: (socket: Socket) => void): Promise<net.Server> {
  const listening = net.createServer(onSocket);
  listening.listen(0, "127.0.0.1");
  await once(listening, "listening");
  return listening;
}

/** Has the console take what answers at an address for Cloudflare. */
export function useCloudflareAt(address: string, settings: Record<string, string> = {}): void {
  useTestEnv({
    CLOUDFLARE_API_TOKEN: hostileToken,
    CLOUDFLARE_API_BASE_URL: `${address}/client/v4`,
    ...settings,
  });
}

/**
 * Starts a server that does what no server should, over real sockets, and has the console take it for
 * Cloudflare.
 */
export async function startHostileServer(
  play: Script,
  { scheme = "http", settings = {} }: { scheme?: string; settings?: Record<string, string> } = {},
): Promise<HostileServer> {
  const requests: string[] = [];
  const sockets: Socket[] = [];
  const server = await listenOnLoopback((socket) => {
    sockets.push(socket);
    let request = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      request += chunk.toString("latin1");
      const [head = "", body] = request.split("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (body === undefined || body.length < length) return;
      requests.push(request);
      request = "";
      play(socket, head);
    });
  });
  useCloudflareAt(`${scheme}://127.0.0.1:${portOf(server)}`, settings);
  return {
    requests,
    sockets,
    close: () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}

/** An answer as it goes over the line, closing after it. */
export const say =
  (status: string, body: string | Buffer = "", ...headers: string[]): Script =>
  (socket) => {
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    const head = [`HTTP/1.1 ${status}`, length, "Connection: close", ...headers, "", ""];
    socket.write(head.join("\r\n"));
    socket.end(body);
  };

/** Cloudflare's answers, as it documents them. */
export const acceptance = '{"success":true,"errors":[],"messages":[],"result":{"id":"x"}}';
export const refusal = (code: number, message: string) =>
  JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null });
