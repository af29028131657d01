import { describe, expect, it } from "vitest";
import {
  fillPattern,
  formFromLink,
  mostTargets,
  pageToCompare,
  selectorOf,
  targetsOfForm,
} from "./purge-form-state";

const noSetup = { variants: [], leaveOut: [], probeHeader: null };

const staging = { ref: "a1b2", name: "Staging" };
const tenant = {
  hosts: ["acme.example.com"],
  pages: [
    { path: "/", url: "https://acme.example.com/", lastProbe: null, ...noSetup },
    { path: "/billing", url: "https://acme.example.com/billing", lastProbe: null, ...noSetup },
  ],
  tenantTag: "tenant:42",
  environments: [staging],
  targetLimits: { files: 500, items: 100 },
  tagPlan: [
    { pattern: "invoice:{id}", scope: "object" as const, owner: "", trigger: "", routes: [] },
    { pattern: "page:{name}", scope: "shared" as const, owner: "", trigger: "", routes: [] },
  ],
};

const open = (link: string) => formFromLink(new URLSearchParams(link), tenant);

describe("formFromLink", () => {
  it("begins with all that is the tenant's, soft", () => {
    expect(open("tenant=42&ticket=ZD-1")).toMatchObject({
      scope: "tenant",
      method: "invalidate",
      ticket: "ZD-1",
    });
  });

  it("takes several URLs", () => {
    const form = open("url=https://acme.example.com/billing&url=/");
    expect(form.scope).toBe("pages");
    expect(selectorOf(form, tenant)).toEqual({
      files: ["https://acme.example.com/billing", "https://acme.example.com/"],
    });
  });

  it("knows the tenant's tag and object tags without regard to case", () => {
    expect(open("tag=Tenant:42").scope).toBe("tenant");
    expect(open("tag=Invoice:9182&tag=invoice:9183")).toMatchObject({
      scope: "object",
      objectIds: "9182\n9183",
    });
  });

  it("leaves any other tag as it is typed, for the refusal to be seen", () => {
    const form = open("tag=page:billing");
    expect(form.scope).toBe("tag");
    expect(selectorOf(form, tenant)).toEqual({ tags: ["page:billing"] });
  });
});

describe("targetsOfForm", () => {
  it("takes a path as a page of the tenant", () => {
    const form = { ...open(""), scope: "pages" as const, urls: "/billing\n/other?x=1" };
    expect(targetsOfForm(form, tenant).values).toEqual([
      "https://acme.example.com/billing",
      "https://acme.example.com/other?x=1",
    ]);
  });

  it("takes the scheme off a prefix", () => {
    const form = { ...open(""), scope: "prefix" as const, prefixes: "https://acme.example.com/b/" };
    expect(selectorOf(form, tenant)).toEqual({ prefixes: ["acme.example.com/b/"] });
  });

  it("names nothing while nothing is filled in", () => {
    expect(selectorOf({ ...open(""), scope: "object" }, tenant)).toBeNull();
  });
});

describe("headers of the cache key", () => {
  const link = "url=/billing&url=/&header=CF-Device-Type:%20mobile&header=X-Plan:%20gold";
  const headers = { "CF-Device-Type": "mobile", "X-Plan": "gold" };

  it("go with each address", () => {
    const form = open(link);
    expect(form).toMatchObject({
      scope: "pages",
      variant: { device: "mobile", own: "X-Plan: gold" },
    });
    expect(selectorOf(form, tenant)).toEqual({
      files: ["billing", ""].map((path) => ({ url: `https://acme.example.com/${path}`, headers })),
    });
  });

  it("name nothing while one of them cannot be read: a purge without it names another copy", () => {
    const form = open(link);
    const broken = { ...form, variant: { ...form.variant, own: "X-Plan gold" } };
    expect(selectorOf(broken, tenant)).toBeNull();
  });

  it("belong to addresses alone", () => {
    expect(selectorOf({ ...open(link), scope: "tenant" }, tenant)).toEqual({ tags: ["tenant:42"] });
  });
});

describe("the environment", () => {
  it("is production unless the link names one, by ref or name", () => {
    expect(open("").environment).toBe("");
    expect(open("environment=a1b2").environment).toBe(staging.ref);
    expect(open("environment=staging").environment).toBe(staging.ref);
  });

  it("is kept when there is none such, for the refusal to be seen", () => {
    expect(open("environment=dev").environment).toBe("dev");
  });
});

describe("mostTargets", () => {
  it("is the zone's limit for what is chosen", () => {
    expect(mostTargets(open("url=/"), tenant)).toBe(500);
    expect(mostTargets(open("tag=page:billing"), tenant)).toBe(100);
  });
});

describe("fillPattern", () => {
  it("puts the id in its place, whatever characters it has", () => {
    expect(fillPattern("invoice:{id}", "$&1")).toBe("invoice:$&1");
  });
});

describe("pageToCompare", () => {
  it("is the page that the purge names, else the first known one", () => {
    expect(pageToCompare(open("url=https://acme.example.com/billing"), tenant)).toBe("/billing");
    expect(pageToCompare(open(""), tenant)).toBe("/");
    expect(pageToCompare(open(""), { ...tenant, pages: [] })).toBeNull();
  });

  it("is an address that is named and not listed, on the host that probes go to", () => {
    expect(pageToCompare(open("url=https://acme.example.com/x?y=1"), tenant)).toBe("/x?y=1");
    expect(pageToCompare(open("url=https://elsewhere.example.com/x"), tenant)).toBe("/");
  });

  it("is the one that a link says, whatever is purged", () => {
    expect(pageToCompare(open("tag=invoice:1&page=/not/listed"), tenant)).toBe("/not/listed");
    expect(pageToCompare(open("page=https://evil.example"), tenant)).toBe("/");
  });

  it("is one that the purge touches, when it names none", () => {
    const form = { ...open(""), scope: "prefix" as const, prefixes: "acme.example.com/bill" };
    expect(pageToCompare(form, tenant, [{ path: "/billing" }])).toBe("/billing");
    const chosen = { ...form, comparePath: "/" };
    expect(pageToCompare(chosen, tenant, [{ path: "/billing" }])).toBe("/");
  });
});
