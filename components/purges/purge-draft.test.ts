import { describe, expect, it } from "vitest";
import { freshDraft, keyedFor, renewed } from "./purge-draft";
import { formFromLink } from "./purge-form-state";

const form = formFromLink(new URLSearchParams(), {
  hosts: [],
  pages: [],
  tagPlan: [],
  environments: [],
  targetLimits: { files: 500, items: 100 },
  tenantTag: "tenant:42",
});
const draft = { ...freshDraft("tenant=42", form), content: "" };

describe("the key of a draft", () => {
  it("stays for the same content, so that sending twice is one purge", () => {
    const first = keyedFor(draft, "a");
    expect(keyedFor(first, "a")).toBe(first);
  });

  it("changes with the content, and forgets what the content before became", () => {
    const first = keyedFor(draft, "a");
    const sent = { ...first, sent: { purgeId: "p" } };
    const other = keyedFor(sent, "b");
    expect(other.key).not.toBe(first.key);
    expect(other.sent).toBeNull();
  });

  it("changes when the same is to be sent once more on purpose", () => {
    const first = keyedFor(draft, "a");
    expect(keyedFor(renewed(first), "a").key).not.toBe(first.key);
  });

  it("is one that the API takes", () => {
    expect(keyedFor(draft, "a").key).toMatch(/^[0-9a-f]{32}$/);
  });
});
