import { expect, test } from "vitest";
import { readFileTarget } from "@/lib/edge/file-target";
import type { FileTarget } from "@/lib/schemas/files";
import {
  type NormalTarget,
  normaliseFile,
  normaliseHost,
  normalisePrefix,
  normaliseTag,
} from "./normalise-target";

const file = (typed: FileTarget) => normaliseFile(typed, "8787");
const valueOf = (normal: NormalTarget) => ("value" in normal ? normal.value : null);

test.each([
  ["Tenant:42", "tenant:42"],
  ["INVOICE:Ä", null],
  ["a b", null],
  ["a,b", null],
  ["a\tb", null],
  ["a\r\nb", null],
  ["a\u0000b", null],
  ["", null],
  ["~!#%&'()*+-./:;<=>?@[]^_`{|}", "~!#%&'()*+-./:;<=>?@[]^_`{|}"],
  ["x".repeat(1024), "x".repeat(1024)],
  ["x".repeat(1025), null],
])("tag %j is sent as %j", (typed, sent) => {
  expect(valueOf(normaliseTag(typed))).toBe(sent);
});

test.each([
  ["https://acme.example.com", "https://acme.example.com/"],
  ["HTTPS://ACME.Example.com/Billing?B=a#top", "https://acme.example.com/Billing?B=a"],
  ["https://acme.example.com:443/a", "https://acme.example.com/a"],
  ["http://acme.example.com:80/a", "http://acme.example.com/a"],
  ["http://acme.example.com:8787/a", "http://acme.example.com/a"],
  ["https://acme.example.com:8443/a", null],
  ["https://acme.example.com:80/a", null],
  ["https://bücher.example/ä?ö=ü", "https://xn--bcher-kva.example/%C3%A4?%C3%B6=%C3%BC"],
  ["https://acme.example.com/%c3%a4", "https://acme.example.com/%c3%a4"],
  ["https://acme.example.com/a/../b/%2e%2e/c", "https://acme.example.com/c"],
  ["https://acme.example.com/a%2fb", "https://acme.example.com/a%2fb"],
  [
    "https://acme.example.com//globex.example.com/",
    "https://acme.example.com//globex.example.com/",
  ],
  ["//acme.example.com/", null],
  ["https:/acme.example.com/", null],
  ["https:///acme.example.com/", null],
  ["https:acme.example.com", null],
  ["javascript:alert(1)", null],
  ["https://user@acme.example.com/", null],
  ["https://@acme.example.com/", null],
  ["https://acme.example.com:x@globex.example.com/", null],
  ["https://acme.example.com\\@globex.example.com/", null],
  ["https://acme.example.com/a\\b", null],
  ["https://acme.example.com/a b", null],
  ["https://acme.example.com/a\u00a0b", null],
  ["https://acme.example.com/a\u200bb", null],
  ["https://acme.example.com/\u202egnp.exe", null],
  ["https://acme.example.com/a\r\nHost: x", null],
  ["https://acme.example.com/a\u0000", null],
  ["https://acme.example.com/a%00%0d%0a", "https://acme.example.com/a%00%0d%0a"],
  ["https://acme.example.com/%252e%252e/b", "https://acme.example.com/%252e%252e/b"],
  [`https://acme.example.com/${"a".repeat(2475)}`, `https://acme.example.com/${"a".repeat(2475)}`],
  [`https://acme.example.com/${"a".repeat(2476)}`, null],
  [`https://acme.example.com/${"ä".repeat(500)}`, null],
])("URL %j is sent as %j", (typed, sent) => {
  expect(valueOf(file(typed))).toBe(sent);
});

test.each([
  ["acme.example.com", "acme.example.com/"],
  ["ACME.example.com/T/Acme", "acme.example.com/T/Acme/"],
  ["acme.example.com/t/acme/", "acme.example.com/t/acme/"],
  ["acme.example.com/app.css", "acme.example.com/app.css"],
  ["acme.example.com/a.tar.gz", "acme.example.com/a.tar.gz"],
  ["acme.example.com/song.mp3", "acme.example.com/song.mp3"],
  ["acme.example.com/v1.2", "acme.example.com/v1.2/"],
  ["acme.example.com/.git", "acme.example.com/.git/"],
  ["acme.example.com/.well-known", "acme.example.com/.well-known/"],
  ["acme.example.com/a.css/b", "acme.example.com/a.css/b/"],
  ["bücher.example/größe", "xn--bcher-kva.example/gr%C3%B6%C3%9Fe/"],
  ["acme.example.com/%C3%A4", "acme.example.com/%C3%A4/"],
  ["acme.example.com/100%", "acme.example.com/100%/"],
  ["https://acme.example.com/", null],
  ["acme.example.com:443/", null],
  ["acme.example.com/?a", null],
  ["acme.example.com/#a", null],
  ["/t/acme/", null],
  ["//acme.example.com/", null],
  ["", null],
  ["acme.example.com//", null],
  ["acme.example.com/./", null],
  ["acme.example.com/..", null],
  ["acme.example.com/a/%2E%2e/", null],
  ["acme.example.com/a/.%2e/", null],
  ["acme.example.com/a%2f..%2fb", null],
  ["acme.example.com/a/..%5cb", null],
  ["acme.example.com/a%2f%2fb", null],
  ["acme.example.com/a%5c", null],
  ["acme.example.com\\globex/", null],
  ["acme.example.com/a b", null],
  ["acme.example.com/a\u2028b", null],
  ["acme.example.com/a\r\nb", null],
  ["user@acme.example.com/", null],
  ["%61cme.example.com/", null],
  ["acme.example.com./", null],
  [`acme.example.com/${"a/".repeat(30)}`, `acme.example.com/${"a/".repeat(30)}`],
  [`acme.example.com/${"a/".repeat(30)}b`, null],
  [`acme.example.com/${"a/".repeat(30)}b.css`, `acme.example.com/${"a/".repeat(30)}b.css`],
  [`acme.example.com/${"a/".repeat(31)}`, null],
  [`acme.example.com/${"ä".repeat(500)}`, null],
])("prefix %j is sent as %j", (typed, sent) => {
  expect(valueOf(normalisePrefix(typed))).toBe(sent);
});

test.each([
  ["ACME.Example.COM", "acme.example.com"],
  ["bücher.example", "xn--bcher-kva.example"],
  ["BÜCHER.example", "xn--bcher-kva.example"],
  ["xn--bcher-kva.example", "xn--bcher-kva.example"],
  ["acme.example.com.", null],
  ["acme.example.com:443", null],
  ["acme.example.com/", null],
  ["https://acme.example.com", null],
  ["*.example.com", null],
  ["a_b.example.com", null],
  ["-a.example.com", null],
  ["acme。example。com", null],
  ["acme.example.com%2f", null],
  ["a".repeat(200), "a".repeat(200)],
  ["a".repeat(201), null],
])("host %j is sent as %j", (typed, sent) => {
  expect(valueOf(normaliseHost(typed))).toBe(sent);
});

const url = "https://acme.example.com/";
const sentHeaders = (headers: Record<string, string>) => {
  const sent = valueOf(file({ url, headers }));
  const read = sent === null ? null : readFileTarget(sent);
  return read === null || typeof read === "string" ? read : read.headers;
};

test.each([
  [{}, url],
  [{ "cf-device-type": "Mobile" }, { "CF-Device-Type": "mobile" }],
  [{ "CF-IPCOUNTRY": "de" }, { "CF-IPCountry": "DE" }],
  [{ "CF-IPCountry": "t1" }, { "CF-IPCountry": "T1" }],
  [{ "accept-language": " de-CH,de;q=0.9 " }, { "Accept-Language": "de-CH,de;q=0.9" }],
  [{ ORIGIN: "HTTPS://App.Example.com:443" }, { Origin: "https://app.example.com" }],
  [{ origin: "http://app.example.com:8080/" }, null],
  [{ origin: "http://app.example.com:8080" }, { Origin: "http://app.example.com:8080" }],
  [{ "x-tenant-TIER": "Gold; a=b" }, { "X-Tenant-Tier": "Gold; a=b" }],
  [
    { "X-A": "1", "A-X": "2" },
    { "A-X": "2", "X-A": "1" },
  ],
])("headers %j are sent as %j", (headers, sent) => {
  expect(sentHeaders(headers)).toEqual(sent);
});

const withProto = JSON.parse('{"__proto__": "a\\nb"}') as Record<string, string>;
test.each([
  [{ "CF-Device-Type": "phone" }, "CF-Device-Type"],
  [{ "CF-IPCountry": "Germany" }, "CF-IPCountry"],
  [{ "CF-Ray": "1" }, "CF-Ray"],
  [{ "Accept-Language": "de\u00e4" }, "Accept-Language"],
  [{ Origin: "app.example.com" }, "Origin"],
  [{ Origin: "null" }, "Origin"],
  [{ Origin: "https://app.example.com/x" }, "Origin"],
  [{ Origin: "https://a@app.example.com" }, "Origin"],
  [{ Host: "globex.example.com" }, "Host"],
  [{ "User-Agent": "x" }, "User-Agent"],
  [{ "If-None-Match": "x" }, "If-None-Match"],
  [{ cookie: "session=1" }, "cookie"],
  [{ Authorization: "Bearer x" }, "Authorization"],
  [{ "X Y": "1" }, "X Y"],
  [{ "X:Y": "1" }, "X:Y"],
  [{ "": "1" }, ""],
  [{ "X\r\nY": "1" }, "X\r\nY"],
  [{ "X-A": "" }, "X-A"],
  [{ "X-A": "  " }, "X-A"],
  [{ "X-A": "a\r\nX-B: c" }, "X-A"],
  [{ "X-A": "a\u0000" }, "X-A"],
  [{ "X-A": "ä" }, "X-A"],
  [{ "X-A": "a".repeat(1001) }, "X-A"],
  [{ "X-A": "1", "x-a": "2" }, "x-a"],
  [withProto, "__proto__"],
  [Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`x-${at}`, "1"])), "x-20"],
])("headers %j are refused by name", (headers: Record<string, string>, name) => {
  expect(file({ url, headers })).toMatchObject({ at: `headers.${name}` });
});

test("URL and headers share the room that there is", () => {
  const long = Object.fromEntries(["X-A", "X-B", "X-C"].map((name) => [name, "a".repeat(900)]));
  expect(file({ url, headers: long })).toMatchObject({
    problem: expect.stringContaining("2,500") as string,
  });
});
