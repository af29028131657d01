import { createHash } from "node:crypto";
import { html, Markup } from "./markup";

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dde3, #3a414a); --soft: light-dark(#586069, #a4adb8); --link: light-dark(#0b57d0, #8ab4f8); --bad: light-dark(#b3261e, #f2b8b5); }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 56rem; margin: 0 auto; padding: 1.5rem; }
header, footer { color: var(--soft); font-size: 0.9rem; }
header nav a { margin-right: 1rem; }
a { color: var(--link); }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0 0.5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.4rem; }
th, td { text-align: left; padding: 0.45rem 0.75rem 0.45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.amount, th.amount { text-align: right; font-variant-numeric: tabular-nums; }
dt { color: var(--soft); } dd { margin: 0 0 0.6rem; font-size: 1.1rem; }
label, legend { font-weight: 600; } fieldset { border: 1px solid var(--line); border-radius: 0.4rem; margin: 1rem 0; }
fieldset label { display: block; font-weight: 400; padding: 0.25rem 0; }
input, select, textarea, button { font: inherit; padding: 0.4rem 0.5rem; }
button { white-space: nowrap; }
input[type=radio], input[type=checkbox] { margin-right: 0.5rem; }
.field { margin: 0.8rem 0; } .field > label { display: block; }
.hint { color: var(--soft); font-size: 0.9rem; margin: 0.2rem 0; }
.error { color: var(--bad); font-weight: 600; }
code { overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** One value, so that nothing can slip between the tags and change what the hash is taken of. */
const STYLE_ELEMENT = new Markup(`<style>${STYLE}</style>`);

/** No script at all, one known style sheet, forms only to the page's own origin. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export interface PlainPage {
  title: string;
  /** Small print above the heading: who is speaking, and links. */
  banner: Markup;
  body: Markup;
}

/** A complete HTML document. Its text depends on the arguments only, so equal data gives equal bytes. */
export function renderPage(page: PlainPage): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <header>${page.banner}</header>
        <main>
          <h1>${page.title}</h1>
          ${page.body}
        </main>
      </body>
    </html> `.text;
}
