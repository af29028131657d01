import { randomBytes } from "node:crypto";
import { newContent, oldContent, page, pageText, plannedTags } from "./page-texts";
import type { Scenario, Stage } from "./scenario";

/** A W3C trace id: what joins a write with its purge. */
const newTrace = () => randomBytes(16).toString("hex");

/**
 * Age counts whole seconds: what is further apart has an order, also where answers take their time. Two of these
 * are more than the two seconds by which clocks may differ. ms
 */
const apart = 1_600;
/** The practice edge carries a purge to its data centres within this time, ms. */
const spread = 100;
/** Longer than anybody looks at a scenario, ms. */
const tenMinutes = 600_000;

/** A visitor has the edge keep the page as it is before the write. */
async function warm(stage: Stage, headers: Record<string, string | null> = {}): Promise<void> {
  stage.drop("purge");
  stage.put(page(stage, oldContent, { headers }));
  await stage.visit();
}

/** The app commits a write on the page and tells of it. */
async function change(
  stage: Stage,
  traceId: string,
  headers: Record<string, string | null> = {},
): Promise<void> {
  stage.put(page(stage, newContent, { headers }));
  await stage.committed(traceId);
}

const objectTag = ({ owner }: Stage) => `invoice:${owner.tenant.invoices[0]?.id ?? "0"}`;

/** One for each cause of docs/why-stale.md that can be shown. */
export const causeScenarios: readonly Scenario[] = [
  {
    id: "not-cached",
    kind: "cause",
    expects: "not_cached",
    title: "Never cached",
    about:
      "The account page is outside the zone's cache rule: whatever is old there is old elsewhere.",
    path: "/account",
    setUp: (stage) => stage.visit(),
  },
  {
    id: "not-stale",
    kind: "cause",
    expects: "not_stale",
    title: "Nothing is stale at the edge",
    about:
      "Written, committed, purged, visited: all as it should be. The customer's browser has the old page.",
    path: "/practice/fresh",
    async setUp(stage) {
      const traceId = newTrace();
      await warm(stage);
      await change(stage, traceId);
      await stage.purge({ selector: { tags: [objectTag(stage)] }, traceId });
      await stage.pause(spread);
      await stage.visit();
    },
  },
  {
    id: "not-purged",
    kind: "cause",
    expects: "not_purged",
    title: "No purge was sent since the write",
    about: "The app commits a write and forgets the purge.",
    path: "/practice/forgotten",
    async setUp(stage) {
      await warm(stage);
      await change(stage, newTrace());
    },
  },
  {
    id: "purge-failed",
    kind: "cause",
    expects: "purge_failed",
    title: "Sent and failed",
    about: "The app purges with a token that was revoked: Cloudflare refuses it.",
    path: "/practice/refused",
    async setUp(stage) {
      const traceId = newTrace();
      await warm(stage);
      await change(stage, traceId);
      await stage.purge({ selector: { tags: [objectTag(stage)] }, traceId, refused: true });
    },
  },
  {
    id: "before-commit",
    kind: "cause",
    expects: "before_commit",
    title: "Sent before commit",
    about:
      "The app purges while its transaction is open; a visitor has the edge store the old page again. Takes three seconds.",
    path: "/practice/too-early",
    async setUp(stage) {
      const traceId = newTrace();
      await warm(stage);
      await stage.purge({ selector: { tags: [objectTag(stage)] }, traceId });
      await stage.pause(apart);
      await stage.visit();
      await stage.pause(apart);
      await change(stage, traceId);
    },
  },
  {
    id: "tag-missing",
    kind: "cause",
    expects: "tag_missing",
    title: "Accepted, but the page does not carry the tag",
    about: "The page is sent without its tenant's tag, and the app purges by it.",
    path: "/practice/untagged",
    async setUp(stage) {
      const traceId = newTrace();
      const headers = { "Cache-Tag": "page:practice" };
      await warm(stage, headers);
      await change(stage, traceId, headers);
      await stage.purge({ selector: { tags: [`tenant:${stage.owner.tenant.id}`] }, traceId });
    },
  },
  {
    id: "other-variant",
    kind: "cause",
    expects: "other_variant",
    title: "Another copy was purged",
    about:
      "The edge keeps the page by device and language; the app purges the copy for German phones alone.",
    path: "/practice/by-language",
    async setUp(stage) {
      const traceId = newTrace();
      await warm(stage);
      await change(stage, traceId);
      const headers = { "CF-Device-Type": "mobile", "Accept-Language": "de" };
      await stage.purge({ selector: { files: [{ url: stage.url, headers }] }, traceId });
    },
  },
  {
    id: "refilled",
    kind: "cause",
    expects: "refilled",
    title: "Refilled with old content",
    about:
      "The purge comes after the commit, and a replica of the database still gives the next visitor the old page. Takes two seconds.",
    path: "/practice/replica",
    async setUp(stage) {
      const traceId = newTrace();
      await warm(stage);
      await stage.committed(traceId);
      await stage.purge({ selector: { tags: [objectTag(stage)] }, traceId });
      await stage.pause(apart);
      await stage.visit();
      stage.put(page(stage, newContent));
    },
  },
  {
    id: "under-way",
    kind: "cause",
    expects: "under_way",
    title: "Still under way",
    about:
      "Cloudflare accepts the purge, and it has not reached the data centre yet. Takes two seconds; ask within a minute.",
    path: "/practice/slow-purge",
    async setUp(stage) {
      const traceId = newTrace();
      await warm(stage);
      await stage.pause(apart);
      await change(stage, traceId);
      const selector = { tags: [objectTag(stage)] };
      await stage.purge({ selector, traceId, delayMs: tenMinutes });
    },
  },
  {
    id: "origin-failing",
    kind: "cause",
    expects: "origin_failing",
    title: "The origin does not answer the edge",
    about:
      "The copy has expired and the origin cuts every connection: the edge serves the old page (STALE).",
    path: "/practice/down",
    async setUp(stage) {
      await warm(stage);
      stage.put(() => null);
      stage.drop("invalidate");
    },
  },
  {
    id: "cannot-tell",
    kind: "cause",
    expects: "cannot_tell",
    title: "Cannot tell",
    about: "The page is another one each time the origin makes it, so a difference says nothing.",
    path: "/practice/nonce",
    async setUp(stage) {
      stage.drop("purge");
      stage.put(() => ({
        body: pageText(stage.owner.tenant, `${oldContent}, ${newTrace()}`),
        headers: { "Cache-Tag": plannedTags(stage) },
      }));
      await stage.visit();
    },
  },
];
