import { chmodSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { AppError } from "@/lib/schemas/errors";

/** Where a running console with the embedded database takes imports: only this process may write to it. */
export function importSocket(dataDir: string): string {
  return path.join(dataDir, "import.sock");
}

async function load(text: string) {
  return importDirectory(JSON.parse(text));
}

/**
 * Takes import files from `npm run import` over a Unix socket that only the console's user can open.
 *
 * @returns how to stop
 */
export async function serveImports(dataDir: string): Promise<() => Promise<void>> {
  const socket = importSocket(dataDir);
  rmSync(socket, { force: true });
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      load(Buffer.concat(chunks).toString("utf8")).then(
        (counts) => {
          answer(200, counts);
        },
        (error: unknown) => {
          answer(error instanceof AppError ? 400 : 500, { message: (error as Error).message });
        },
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socket, resolve);
  });
  chmodSync(socket, 0o600);
  return () =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
}
