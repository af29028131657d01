import type { IncomingMessage, ServerResponse } from "node:http";
import { firstLanguage } from "../cache/custom-key";

/** What the origin answers at an address that a scenario has staged. */
export interface StagedAnswer {
  status?: number;
  contentType?: string;
  body: string;
  /** Beside Content-Type; null leaves a header out that is there by itself. */
  headers?: Record<string, string | null>;
}

/** Makes an answer for a visitor's first language; null: the connection is cut. */
export type StagedPage = (language: string) => StagedAnswer | null;

/** The pages that scenarios have staged, by host and path. */
export interface StagedPages {
  put(host: string, path: string, page: StagedPage): void;
  find(host: string, path: string): StagedPage | undefined;
}

/** Keeps them in memory. */
export function createStagedPages(): StagedPages {
  const pages = new Map<string, StagedPage>();
  return {
    put: (host, path, page) => pages.set(`${host}${path}`, page),
    find: (host, path) => pages.get(`${host}${path}`),
  };
}

/** An hour at the edge and not in browsers, unless the page says something else. */
const cacheControl = "public, max-age=0, s-maxage=3600";

/** Writes a staged answer as it is: what the app's own pages never do wrong can be wrong here. */
export function sendStagedPage(
  request: IncomingMessage,
  response: ServerResponse,
  page: StagedPage,
): void {
  request.resume();
  const answer = page(firstLanguage(request.headers["accept-language"]));
  if (answer === null) {
    request.socket.destroy();
    return;
  }
  const headers: Record<string, string | null> = {
    "Content-Type": answer.contentType ?? "text/html; charset=utf-8",
    "Cache-Control": cacheControl,
    ...answer.headers,
  };
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  response.writeHead(answer.status ?? 200, Object.fromEntries(sent));
  response.end(request.method === "HEAD" ? undefined : answer.body);
}
