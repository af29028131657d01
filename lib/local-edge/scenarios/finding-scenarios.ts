import { oldContent, page, pageText, plannedTags } from "./page-texts";
import type { Scenario, Stage } from "./scenario";
import type { StagedPage } from "./staged-pages";

const aYear = 31_536_000;

/** Stages a page below /practice/kept/, where the edge keeps everything, and has a visitor open it. */
function kept(
  id: string,
  words: { expects: string; title: string; about: string },
  make: (stage: Stage) => StagedPage,
  more: Partial<Pick<Scenario, "path" | "variants">> = {},
): Scenario {
  return {
    id,
    kind: "finding",
    path: `/practice/kept/${id}`,
    ...words,
    ...more,
    async setUp(stage) {
      stage.drop("purge");
      stage.put(make(stage));
      await stage.visit();
    },
  };
}

/** Some 15 KB of tags, all in the plan. */
function manyTags(stage: Stage): string {
  const invoices = Array.from({ length: 1_000 }, (_, index) => `invoice:${700_000 + index}`);
  return [plannedTags(stage), ...invoices].join(",");
}

/** One for each thing that probes notice beside the cause. */
export const findingScenarios: readonly Scenario[] = [
  kept(
    "cookie",
    {
      expects: "cached_cookie",
      title: "A cached cookie",
      about: "The copy sets the cookie of whoever came first.",
    },
    (stage) => page(stage, oldContent, { headers: { "Set-Cookie": "session=practice; HttpOnly" } }),
  ),
  kept(
    "error",
    {
      expects: "cached_error",
      title: "A cached error",
      about: "The page failed once, and the failure is kept.",
    },
    (stage) => page(stage, "not known", { status: 500 }),
  ),
  kept(
    "redirect",
    {
      expects: "cached_redirect",
      title: "A cached redirect",
      about: "One visitor was sent to sign in, and now everybody is.",
    },
    (stage) => page(stage, "", { status: 302, headers: { Location: "/account" } }),
  ),
  kept(
    "private",
    {
      expects: "private_but_hit",
      title: "Private, and cached",
      about: "The origin says private and no-store; a rule of the zone keeps it all the same.",
    },
    (stage) => page(stage, oldContent, { headers: { "Cache-Control": "private, no-store" } }),
  ),
  kept(
    "neighbour",
    {
      expects: "foreign_marker",
      title: "Another tenant's page",
      about: "The page says that it is another customer's.",
    },
    (stage) => () => ({
      body: pageText(stage.neighbour, oldContent),
      headers: { "Cache-Tag": plannedTags(stage) },
    }),
  ),
  kept(
    "one-language",
    {
      expects: "wrong_language",
      title: "The wrong language",
      about:
        "The origin has the page in German too, and the edge keeps one copy for all languages.",
    },
    (stage) => (language) => ({
      body: pageText(stage.owner.tenant, language === "de" ? "120,00 $" : oldContent),
      headers: {
        "Content-Language": language === "de" ? "de" : "en",
        "Cache-Tag": plannedTags(stage),
      },
    }),
    { variants: [{ name: "German", language: "de" }] },
  ),
  kept(
    "no-tags",
    {
      expects: "tags_missing",
      title: "Tags are missing",
      about: "By the tag plan the page carries its tenant's tag; the origin sends none.",
    },
    (stage) => page(stage, oldContent, { headers: { "Cache-Tag": null } }),
  ),
  kept(
    "unplanned-tags",
    {
      expects: "tags_unplanned",
      title: "A tag that is not in the plan",
      about: "Somebody misspelt a tag: no purge will ever name it.",
    },
    (stage) =>
      page(stage, oldContent, { headers: { "Cache-Tag": `${plannedTags(stage)},acount:42` } }),
  ),
  kept(
    "many-tags",
    {
      expects: "tags_near_limit",
      title: "Too many tags",
      about: "The Cache-Tag header comes near to the 16 KB that Cloudflare reads.",
    },
    (stage) => page(stage, oldContent, { headers: { "Cache-Tag": manyTags(stage) } }),
  ),
  kept(
    "year",
    {
      expects: "html_for_a_year",
      title: "HTML for a year",
      about: "Browsers may keep the page for a year, where no purge reaches it.",
    },
    (stage) =>
      page(stage, oldContent, { headers: { "Cache-Control": `public, max-age=${aYear}` } }),
  ),
  kept(
    "hashed",
    {
      expects: "never_needs_purge",
      title: "A file that never needs a purge",
      about: "Its name has a digest of its content: a new version has a new address.",
    },
    (stage) =>
      page(stage, "", {
        contentType: "text/javascript",
        body: "// practice",
        headers: { "Cache-Control": `public, max-age=${aYear}, immutable` },
      }),
    { path: "/practice/kept/app.3f9a1c2b8d4e6f70.js" },
  ),
];
