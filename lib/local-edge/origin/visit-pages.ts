import { callHttp } from "../http/call-http";

const VISIT_TIMEOUT_MS = 10_000;
const MAX_PAGE_BYTES = 16 * 1024 * 1024;

/**
 * Opens an invoice's cached pages through each edge, in both encodings, as visitors would.
 * Edges are "127.0.0.1:PORT". A visit that fails is left out: it is the visitor's problem.
 */
export async function visitPages(
  edges: readonly string[],
  host: string,
  invoiceId: string,
): Promise<void> {
  const paths = ["/billing", "/api/billing", `/billing/invoices/${encodeURIComponent(invoiceId)}`];
  const visits = edges.flatMap((address) =>
    paths.flatMap((path) =>
      ["gzip", "identity"].map((encoding) =>
        callHttp({
          address,
          method: "GET",
          path,
          headers: [
            ["Host", host],
            ["Accept-Encoding", encoding],
          ],
          timeoutMs: VISIT_TIMEOUT_MS,
          maxBytes: MAX_PAGE_BYTES,
        }),
      ),
    ),
  );
  await Promise.allSettled(visits);
}
