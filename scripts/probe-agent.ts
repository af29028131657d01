// npm run probe-agent: probes pages for a console from where this machine is. docs/probe-agent.md
import { runAgent } from "@/lib/edge/probe-agent/run-agent";
import { readAgentEnv } from "@/lib/platform/agent-env";
import { EnvError } from "@/lib/platform/env";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());

try {
  const settings = readAgentEnv(process.env);
  console.log(`Probing for ${settings.consoleUrl} from ${settings.place}. Ctrl-C ends it.`);
  await runAgent(settings, stop.signal, (line) => console.log(line));
} catch (error) {
  console.error(error instanceof EnvError ? error.message : error);
  process.exitCode = 1;
}
