/** How long a probe waits for what, in milliseconds, how much it takes, in bytes, and where it goes. */
export interface ProbeLimits {
  /** Ports of edges that the deployment did not name: with others, probes would be a port scanner. */
  ports: number[];
  dnsMs: number;
  connectMs: number;
  tlsMs: number;
  /** From the request to the first byte of the answer. */
  firstByteMs: number;
  /** In all. An edge that cannot be reached is told after exactly this long, whatever the reason. */
  totalMs: number;
  headerBytes: number;
  /** Of the body as it is sent, and of the body when it is unpacked. */
  bodyBytes: number;
}

export const probeLimits: ProbeLimits = {
  ports: [80, 443],
  dnsMs: 3_000,
  connectMs: 3_000,
  tlsMs: 3_000,
  firstByteMs: 8_000,
  totalMs: 10_000,
  headerBytes: 64 * 1024,
  bodyBytes: 512 * 1024,
};
