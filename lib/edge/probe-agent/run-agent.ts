import { setTimeout as sleep } from "node:timers/promises";
import { normalisePath } from "@/lib/edge/probe/normalise-path";
import { noAnswer, type ProbeAnswer } from "@/lib/edge/probe/probe-request";
import { sendProbe } from "@/lib/edge/probe/send-probe";
import { variantRequest } from "@/lib/edge/probe/variant-request";
import type { AgentSettings } from "@/lib/platform/agent-env";
import {
  answerToSend,
  claimedTasks,
  type ClaimedTasks,
  longestWaitSeconds,
  type ProbeTask,
  type TaskAnswer,
} from "@/lib/schemas/probe-tasks";

/** The pause after the console could not be reached, doubled each time, in milliseconds. */
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** How often the console's clock is read anew, in milliseconds. */
const clockMs = 60_000;
/** Beyond what a claim waits, in milliseconds: then the line is dead. */
const graceMs = 10_000;

const hostName = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** The console does not want this agent: trying again changes nothing. */
class RefusedError extends Error {}

interface Clock {
  /** The console's time minus this machine's, in milliseconds. */
  offsetMs: number;
  /** When it was read (performance.now()). */
  readAt: number;
}

async function call(
  { consoleUrl, token }: AgentSettings,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(`${consoleUrl}/api/v1/probe-tasks${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(longestWaitSeconds * 1_000 + graceMs)]),
  });
  if (response.status === 401 || response.status === 403) {
    throw new RefusedError(
      `The console refuses this agent (HTTP ${response.status}): its token is none, is revoked, has expired, or has not the verb "probe".`,
    );
  }
  // It refuses fields that it does not know (docs/api-versioning.md).
  if (response.status === 400) {
    throw new Error("The console answered HTTP 400: it may be older than this agent");
  }
  // A task that is over is nobody's fault: the next one may be in time.
  if (!response.ok && response.status !== 409 && response.status !== 404) {
    throw new Error(`The console answered HTTP ${response.status}`);
  }
  return response.json();
}

async function claim(
  settings: AgentSettings,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<ClaimedTasks> {
  const { place } = settings;
  const asking = { place, waitSeconds, variants: true };
  return claimedTasks.parse(await call(settings, "/claims", asking, signal));
}

/** Reads the console's clock: off by half of how long the question takes at most. */
async function readClock(
  settings: AgentSettings,
  signal: AbortSignal,
): Promise<Clock & ClaimedTasks> {
  const asked = Date.now();
  const claimed = await claim(settings, 0, signal);
  const offsetMs = Date.parse(claimed.at) - (asked + Date.now()) / 2;
  return { ...claimed, offsetMs, readAt: performance.now() };
}

/** The same guard again: a host name, a path, and at connect time no address inside (lib/edge/probe). */
async function probe(task: ProbeTask, { edge }: AgentSettings): Promise<ProbeAnswer> {
  const { host, path, variant = null, leaveOut, probeHeader } = task;
  if (!hostName.test(host) || normalisePath(path) !== path)
    return { ...noAnswer, error: "The agent refuses to probe this." };
  const page = { host, path, edge: edge ?? task.edge, leaveOut, probeHeader };
  return sendProbe(variantRequest(page, variant));
}

function answerOf(probed: ProbeAnswer, startedAt: Date): TaskAnswer {
  return answerToSend.parse({
    ...probed,
    startedAt: startedAt.toISOString(),
    edgeDate: probed.edgeDate?.toISOString() ?? null,
  });
}

/** Tells whoever started the agent that it sees nothing, once, and that it sees again. */
function teller(say: (line: string) => void): (host: string, error: string | null) => void {
  let isBlind = false;
  return (host, error) => {
    if (isBlind === (error !== null)) return;
    isBlind = error !== null;
    say(
      error === null
        ? `${host} answers.`
        : `${host} was not seen: ${error} An edge on loopback or in a private network has to be named in PROBE_PRIVATE_EDGES here.`,
    );
  };
}

async function work(
  settings: AgentSettings,
  tasks: readonly ProbeTask[],
  { offsetMs, tell }: Pick<Clock, "offsetMs"> & { tell: ReturnType<typeof teller> },
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    tasks.map(async (task) => {
      const startedAt = new Date(Date.now() + offsetMs);
      const answer = answerOf(await probe(task, settings), startedAt);
      tell(task.host, answer.error);
      await call(settings, `/${task.id}/answer`, answer, signal);
    }),
  );
}

/** Asks for work and does it until it is stopped. @throws RefusedError when the console does not want it */
async function serve(
  settings: AgentSettings,
  signal: AbortSignal,
  { onContact, tell }: { onContact: () => void; tell: ReturnType<typeof teller> },
): Promise<void> {
  let clock: Clock = { offsetMs: 0, readAt: -Infinity };
  while (!signal.aborted) {
    let tasks: ProbeTask[];
    if (performance.now() - clock.readAt > clockMs) {
      const read = await readClock(settings, signal);
      clock = read;
      tasks = read.tasks;
    } else {
      tasks = (await claim(settings, longestWaitSeconds, signal)).tasks;
    }
    onContact();
    await work(settings, tasks, { ...clock, tell }, signal);
  }
}

/**
 * Probes for a console: it asks for work, so nothing has to reach this machine. While the console does not
 * answer it tries again, ever less often; when the console refuses its token it ends.
 *
 * @throws Error saying so when the token is refused
 */
export async function runAgent(
  settings: AgentSettings,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  let pauseMs = firstPauseMs;
  const isStopped = () => signal.aborted;
  const tell = teller(say);
  while (!isStopped()) {
    try {
      await serve(settings, signal, { onContact: () => (pauseMs = firstPauseMs), tell });
    } catch (error) {
      if (isStopped()) return;
      if (error instanceof RefusedError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      say(`${message}. Trying again in ${pauseMs / 1_000} s.`);
      await sleep(pauseMs, null, { signal }).catch(() => null);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }
}
