import { createSocket } from "node:dgram";
import { once } from "node:events";
import dnsPacket from "dns-packet";

/** What a name answers, by the type that was asked for and how many times the name was asked before. */
export type Zone = (question: { name: string; type: string }, asked: number) => dnsPacket.Answer[];

export interface NameServer {
  /** "127.0.0.1:PORT" */
  address: string;
  close(): void;
}

/** A DNS server over UDP on loopback. A name that answers nothing is one without such a record. */
export async function startNameServer(zone: Zone): Promise<NameServer> {
  const socket = createSocket("udp4");
  const asked = new Map<string, number>();
  socket.on("message", (message, from) => {
    const { id, questions = [] } = dnsPacket.decode(message);
    const [question] = questions;
    if (question === undefined) return;
    const before = asked.get(question.name) ?? 0;
    asked.set(question.name, before + 1);
    const answer = dnsPacket.encode({
      type: "response",
      id: id ?? 0,
      flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE,
      questions,
      answers: zone(question, before),
    });
    socket.send(answer, from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}
