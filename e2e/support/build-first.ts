import { spawnSync } from "node:child_process";
import { root } from "./console-process";

/** Builds before the workers start their consoles, so that no two of them build at once. */
export default function buildFirst(): void {
  const args = ["scripts/start.mjs", "--build-only"];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error("The console could not be built");
}
