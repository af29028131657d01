import { expect, test } from "vitest";
import { installCaches } from "./install-caches.mjs";

const xkey = "sh";
const programOf: Record<string, string> = {
  varnish: "varnishd",
  "varnish-modules": xkey,
  "nginx-light": "nginx",
};

/** A machine with these programs, and apt-get that can install some packages, perhaps only once it is up to date. */
function machine(
  programs: string[],
  { isRoot = true, packages = [] as string[], outdated = false } = {},
) {
  const there = new Set([...programs, "apt-get"]);
  const calls: string[] = [];
  let fresh = !outdated;
  const runs = (program: string, args: string[]) => {
    if (program !== "apt-get") return there.has(program);
    calls.push(args.join(" "));
    if (args[0] === "update") fresh = true;
    if (args[0] !== "install") return true;
    const named = args.at(-1) ?? "";
    if (!fresh || !packages.includes(named)) return false;
    there.add(programOf[named] ?? "");
    return true;
  };
  return { isRoot, runs, calls };
}
const all = ["varnish", "varnish-modules", "nginx-light"];

test("what is there is left alone", () => {
  const given = machine(["varnishd", xkey, "nginx"]);
  expect(installCaches(given)).toEqual([]);
  expect(given.calls).toEqual([]);
});

test("Varnish without its module xkey: the module is installed, or the reason names it", () => {
  const able = machine(["varnishd", "nginx"], { packages: all });
  expect(installCaches(able)).toEqual([]);
  expect(able.calls.join()).toContain("varnish-modules");
  expect(installCaches(machine(["varnishd", "nginx"]))).toEqual([
    "Varnish's module xkey is not installed, and apt-get could not install it",
  ]);
});

test("one that cannot be installed keeps no other from being so", () => {
  expect(installCaches(machine([], { packages: ["nginx-light"] }))).toEqual([
    "Varnish is not installed, and apt-get could not install it",
    "Varnish's module xkey is not installed, and apt-get could not install it",
  ]);
});

test("old lists of packages are brought up to date first", () => {
  expect(installCaches(machine([], { packages: all, outdated: true }))).toEqual([]);
});

test("without root each says what it takes", () => {
  expect(installCaches(machine(["nginx"], { isRoot: false, packages: all }))).toEqual([
    "Varnish is not installed, and installing it needs root and apt-get",
    "Varnish's module xkey is not installed, and installing it needs root and apt-get",
  ]);
});
