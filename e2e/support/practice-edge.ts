import http from "node:http";

/** An answer of the practice edge to a visitor. */
export interface Visit {
  status: number;
  cacheStatus: string | undefined;
  colo: string | undefined;
  body: string;
}

/** One call that the practice edge's purge API has seen. */
export interface SeenPurge {
  /** An environment's ref, from the path; null: production. */
  environment: string | null;
  method: "purge" | "invalidate";
  selectors: Record<string, unknown> | null;
  status: number;
  fault: string | null;
  carriedOut: boolean;
}

/** What an invoice's edit form does with the cache. */
export type SaveMode = "after" | "forget" | "before" | "fail";

interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

// Names below localhost resolve in browsers and not everywhere else: the address is given, the host sent.
function ask(address: string, path: string, { method = "GET", headers = {}, body }: Ask) {
  return new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }>(
    (resolve, reject) => {
      const [hostname, port] = address.split(":");
      const request = http.request({ hostname, port, path, method, headers, agent: false });
      request.once("error", reject);
      request.once("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      });
      request.end(body);
    },
  );
}

/** The practice edge from outside: a visitor of a tenant's site, its owner, and the fault switches. */
export class PracticeEdge {
  private constructor(
    private readonly control: string,
    private readonly centres: ReadonlyMap<string, string>,
  ) {}

  /** @param controlUrl of the switchboard, whose page names the data centres */
  static async find(controlUrl: string): Promise<PracticeEdge> {
    const control = new URL(controlUrl).host;
    const { body } = await ask(control, "/", {});
    const found = [...body.matchAll(/Edge ([A-Z]{3}): <code>([\d.:]+)<\/code>/g)];
    return new PracticeEdge(
      control,
      new Map(found.map(([, colo = "", address = ""]) => [colo, address])),
    );
  }

  /** The page with a button for each scenario. */
  get scenariosUrl(): string {
    return `http://${this.control}/scenarios`;
  }

  private centre(colo: string): string {
    const address = this.centres.get(colo);
    if (address === undefined) throw new Error(`The practice edge has no data centre ${colo}`);
    return address;
  }

  /** One visit of a tenant's page, as any visitor would make it. */
  async visit(
    host: string,
    path: string,
    colo = "FRA",
    headers: Record<string, string> = {},
  ): Promise<Visit> {
    const answer = await ask(this.centre(colo), path, { headers: { ...headers, Host: host } });
    const word = answer.headers["cf-cache-status"];
    return {
      status: answer.status,
      cacheStatus: typeof word === "string" ? word : undefined,
      colo: String(answer.headers["cf-ray"]).split("-")[1],
      body: answer.body,
    };
  }

  /** Saves an invoice in the tenant's own application. */
  async editInvoice(host: string, invoice: string, amount: string, mode: SaveMode): Promise<void> {
    const { status } = await ask(this.centre("FRA"), `/edit/invoices/${invoice}`, {
      method: "POST",
      headers: { Host: host, "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ amount, status: "open", mode }).toString(),
    });
    if (status !== 303) throw new Error(`The invoice was not saved: HTTP ${status}`);
  }

  /** Purges a tag of the first zone straight at the API, as somebody with a token of their own. */
  async purgePast(tag: string): Promise<void> {
    const { status } = await ask(this.control, "/purges", {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ tag }).toString(),
    });
    if (status !== 303) throw new Error(`It was not purged: HTTP ${status}`);
  }

  /** Throws fault switches, over those that are thrown already (lib/local-edge/README.md). */
  async setFaults(faults: Record<string, unknown>): Promise<void> {
    const { status, body } = await ask(this.control, "/faults", {
      method: "PUT",
      body: JSON.stringify(faults),
    });
    if (status !== 200) throw new Error(`The faults were refused: ${body}`);
  }

  /** Puts every switch back. */
  async clearFaults(): Promise<void> {
    await ask(this.control, "/faults", { method: "DELETE" });
  }

  /** The calls that its purge API has seen and that name a target, newest first. */
  async purgesOf(target: string): Promise<SeenPurge[]> {
    const { body } = await ask(this.control, "/purges", {});
    return (JSON.parse(body) as SeenPurge[]).filter(({ selectors }) =>
      JSON.stringify(selectors).includes(JSON.stringify(target)),
    );
  }
}
