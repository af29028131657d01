import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { request as askConsole } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

/** One value of DER: a tag, the length, the bytes. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const utcTime = (date: Date) =>
  der(0x17, Buffer.from(`${date.toISOString().replace(/\D/g, "").slice(2, 14)}Z`));

/** A certificate for localhost that signs itself, for an hour: nothing has to be installed for it. */
function makeCertificate() {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"));
  const commonName = sequence(oid("550403"), der(0x0c, Buffer.from("localhost")));
  const name = sequence(der(0x31, commonName));
  const now = Date.now();
  const serial = der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(8)]));
  const altName = sequence(oid("551d11"), der(0x04, sequence(der(0x82, Buffer.from("localhost")))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    ...[serial, ecdsaWithSha256, name],
    sequence(utcTime(new Date(now - 60_000)), utcTime(new Date(now + 3_600_000))),
    name,
    publicKey.export({ format: "der", type: "spki" }),
    der(0xa3, sequence(altName)),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const bytes = sequence(body, ecdsaWithSha256, signature).toString("base64");
  const lines = bytes.match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

/** A proxy on loopback that takes https and asks the console by http, as one in front of a deployment does. */
export interface TlsProxy {
  /** "https://localhost:PORT" */
  url: string;
  /** Hands requests on to this address from now on. */
  lead: (consoleUrl: string) => void;
  close: () => Promise<void>;
}

export async function startTlsProxy(): Promise<TlsProxy> {
  let target = new URL("http://127.0.0.1:9");
  const server = createServer(makeCertificate(), (incoming, outgoing) => {
    const { method, url, headers, socket } = incoming;
    const asked = askConsole(
      {
        ...{ host: "127.0.0.1", port: target.port, method, path: url },
        headers: {
          ...headers,
          "x-forwarded-proto": "https",
          "x-forwarded-for": socket.remoteAddress ?? "",
        },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      },
    );
    asked.once("error", () => outgoing.destroy());
    incoming.pipe(asked);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    lead: (consoleUrl) => (target = new URL(consoleUrl)),
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}
