// The health check of a container: exits with 0 when the console that runs beside it answers.
import { listening, ownAddress } from "./listen-host.mjs";

const address = ownAddress(listening(process.env).host, process.env.PORT || 3000);
const answer = await fetch(`${address}/api/healthz`, { signal: AbortSignal.timeout(3_000) }).catch(
  () => null,
);
process.exit(answer?.ok ? 0 : 1);
