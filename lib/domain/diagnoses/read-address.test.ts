import { expect, test } from "vitest";
import { AppError } from "@/lib/schemas/errors";
import { readAddress } from "./read-address";

const hosts = ["acme.example.com", "shop.acme.example.com"];
const read = (typed: string) => readAddress(typed, hosts, "8787");

test.each([
  ["/billing", "acme.example.com", "/billing"],
  ["/billing?page=2#top", "acme.example.com", "/billing?page=2"],
  ["https://acme.example.com/billing#invoice", "acme.example.com", "/billing"],
  ["http://shop.acme.example.com", "shop.acme.example.com", "/"],
  ["ACME.example.com/Billing?a=b", "acme.example.com", "/Billing?a=b"],
  ["http://acme.example.com:8787/billing", "acme.example.com", "/billing"],
  ["/a/../billing", "acme.example.com", "/billing"],
])("%s is a page", (typed, host, path) => {
  expect(read(typed)).toEqual({ host, path });
});

test.each([
  ["https://evil.example/billing", "not one of the tenant's hosts (acme.example.com,"],
  ["//evil.example/billing", 'must be the path of a page, such as "/billing"'],
  ["https://acme.example.com@evil.example/", "may not have a user name"],
  ["https://acme.example.com.evil.example/", "not one of the tenant's hosts"],
  ["https://acme.example.com:8443/", "may not name a port"],
  ["http://169.254.169.254/latest", "not one of the tenant's hosts"],
  ["ftp://acme.example.com/", "must be a path"],
  ["billing", "billing is not one of the tenant's hosts"],
  ["what is stale", "must be a path"],
  ["/bil ling", "must be the path of a page"],
  ["https://acme.example.com\\@evil.example/", "must be a path"],
  ["http://", "must be a path"],
])("%s is refused", (typed, message) => {
  expect(() => read(typed)).toThrow(AppError);
  expect(() => read(typed)).toThrow(message);
});
