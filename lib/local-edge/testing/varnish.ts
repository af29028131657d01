import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { ended, freePort, untilOpen } from "./server-process";

/** Whether this machine has Varnish with xkey; else why tests with it are not run. */
export function varnishMissing(): string | null {
  if (spawnSync("varnishd", ["-V"]).error !== undefined) return "varnishd is not installed";
  const found = spawnSync("sh", ["-c", "ls /usr/lib/*/varnish/vmods/libvmod_xkey.so"]);
  return found.status === 0 ? null : "Varnish's module xkey is not installed";
}

/** Varnish's words, said as Cloudflare says them: only the names of headers and statuses are translated. */
const rules = (originPort: number) => `vcl 4.1;
import xkey;
backend origin { .host = "127.0.0.1"; .port = "${originPort}"; }
sub vcl_recv {
  if (req.method == "PURGE") {
    if (req.http.x-soft) { set req.http.n = xkey.softpurge(req.http.cache-tag); }
    else { set req.http.n = xkey.purge(req.http.cache-tag); }
    return (synth(200, req.http.n));
  }
  return (hash);
}
sub vcl_backend_response {
  set beresp.http.xkey = regsuball(beresp.http.cache-tag, ",", " ");
  set beresp.ttl = 1h;
  set beresp.grace = 0s;
}
sub vcl_deliver {
  if (obj.hits > 0) { set resp.http.cf-cache-status = "HIT"; }
  else { set resp.http.cf-cache-status = "MISS"; unset resp.http.age; }
  # A copy's Date is the origin's; Cloudflare's is its own clock, which verdicts measure skew by.
  set resp.http.date = now;
  set resp.http.cf-ray = "0123456789abcdef-VAR";
  unset resp.http.xkey;
  unset resp.http.cache-tag;
}
`;

export interface Varnish {
  /** "127.0.0.1:PORT" */
  address: string;
  /** Removes (soft: marks stale) what carries a tag. @returns how many copies that were */
  purge(tag: string, soft?: boolean): Promise<number>;
  stop(): Promise<void>;
}

/** Starts Varnish on loopback, in front of an origin on loopback. */
export async function startVarnish(originPort: number): Promise<Varnish> {
  const folder = mkdtempSync(path.join(tmpdir(), "purge-console-varnish-"));
  const port = await freePort();
  const file = path.join(folder, "rules.vcl");
  writeFileSync(file, rules(originPort));
  const child = spawn(
    "varnishd",
    [
      ...["-F", "-f", file, "-n", path.join(folder, "work"), "-a", `127.0.0.1:${port}`],
      ...["-s", "malloc,16m", "-T", "none", "-j", "none"],
    ],
    { stdio: "ignore" },
  );
  await untilOpen(port, child, "varnishd");
  return {
    address: `127.0.0.1:${port}`,
    purge: (tag, soft = false) =>
      new Promise((resolve, reject) => {
        const headers = { "cache-tag": tag, ...(soft ? { "x-soft": "1" } : {}) };
        const request = http.request({ host: "127.0.0.1", port, method: "PURGE", headers });
        request.on("response", (response) => {
          response.resume();
          resolve(Number(response.statusMessage));
        });
        request.on("error", reject);
        request.end();
      }),
    stop: async () => {
      const end = ended(child);
      child.kill("SIGTERM");
      await end;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
