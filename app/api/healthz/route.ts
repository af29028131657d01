import { publicRoute } from "@/lib/http/public-route";

// The process answers.
export const dynamic = "force-dynamic";
export const GET = publicRoute(() => Promise.resolve({ ok: true, checks: { process: "up" } }));
