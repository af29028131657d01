import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { ended, freePort, untilOpen } from "./server-process";

/** Whether this machine has nginx; else why tests with it are not run. */
export function nginxMissing(): string | null {
  return spawnSync("nginx", ["-v"]).error === undefined ? null : "nginx is not installed";
}

/** nginx's words are Cloudflare's already; it sends no Age, so what needs one cannot be told from it. */
const rules = (folder: string, port: number, originPort: number) => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
${userInfo().uid === 0 ? "user root;" : ""}
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  proxy_cache_path ${folder}/cache keys_zone=pages:1m inactive=1h use_temp_path=off;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${originPort};
      proxy_set_header Host $host;
      proxy_cache pages;
      proxy_cache_key $host$request_uri;
      proxy_cache_use_stale error;
      proxy_hide_header Cache-Tag;
      add_header CF-Cache-Status $upstream_cache_status always;
      add_header CF-Ray 0123456789abcdef-NGX always;
    }
  }
}
`;

export interface Nginx {
  /** "127.0.0.1:PORT" */
  address: string;
  /** Removes the copy of an address, as nginx without a module for it has it: its file. Whether there was one. */
  purge(host: string, path: string): boolean;
  stop(): Promise<void>;
}

/** Starts nginx on loopback as a cache in front of an origin on loopback. */
export async function startNginx(originPort: number): Promise<Nginx> {
  const folder = mkdtempSync(path.join(tmpdir(), "purge-console-nginx-"));
  mkdirSync(path.join(folder, "cache"));
  const port = await freePort();
  const file = path.join(folder, "nginx.conf");
  writeFileSync(file, rules(folder, port, originPort));
  const child = spawn("nginx", ["-e", path.join(folder, "error.log"), "-c", file, "-p", folder], {
    stdio: "ignore",
  });
  await untilOpen(port, child, "nginx");
  return {
    address: `127.0.0.1:${port}`,
    purge: (host, at) => {
      // The file of a copy is named by the digest of its key; which one is nginx's choice, not a safeguard of ours.
      const name = createHash("md5").update(`${host}${at}`).digest("hex");
      const copy = path.join(folder, "cache", name);
      if (!existsSync(copy)) return false;
      rmSync(copy);
      return true;
    },
    stop: async () => {
      const end = ended(child);
      child.kill("SIGTERM");
      await end;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
