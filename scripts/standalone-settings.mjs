// Loaded before server.js of a standalone build (node --import). That one listens on HOSTNAME, which shells and
// containers set to the machine's name.
import { listening } from "./listen-host.mjs";

process.env.HOSTNAME = listening(process.env).host;
