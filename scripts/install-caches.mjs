// Caches that are not ours, for the tests of probe and verdict: Debian's Varnish with its module xkey, and nginx,
// where they may be installed.
import { spawnSync } from "node:child_process";

const works = (program, args) => spawnSync(program, args, { stdio: "ignore" }).status === 0;

/** What has to be there, and the packages that bring it. */
const wanted = [
  { name: "Varnish", packages: ["varnish"], isThere: ({ runs }) => runs("varnishd", ["-V"]) },
  {
    name: "Varnish's module xkey",
    packages: ["varnish-modules"],
    isThere: ({ runs }) => runs("sh", ["-c", "ls /usr/lib/*/varnish/vmods/libvmod_xkey.so"]),
  },
  { name: "nginx", packages: ["nginx-light"], isThere: ({ runs }) => runs("nginx", ["-v"]) },
];

const thisMachine = { runs: works, isRoot: process.getuid?.() === 0 };

/**
 * Installs the caches that are missing, where the machine has apt-get and the process is root. Where that is not so
 * the tests that need them are counted as skipped.
 *
 * @param machine what runs there, `runs(program, args)`, and whether this process is root
 * @returns why some are not there, a sentence each; empty: all are
 */
export function installCaches(machine = thisMachine) {
  const missing = () => wanted.filter(({ isThere }) => !isThere(machine));
  const lacking = missing();
  if (lacking.length === 0) return [];
  if (!machine.isRoot || !machine.runs("apt-get", ["--version"]))
    return lacking.map(
      ({ name }) => `${name} is not installed, and installing it needs root and apt-get`,
    );
  // Each by itself: one that this Debian does not have keeps no other from being installed.
  const install = ({ packages }) =>
    machine.runs("apt-get", ["install", "--yes", "--no-install-recommends", ...packages]);
  const failed = lacking.filter((one) => !install(one));
  if (failed.length > 0 && machine.runs("apt-get", ["update"])) failed.forEach(install);
  return missing().map(({ name }) => `${name} is not installed, and apt-get could not install it`);
}
