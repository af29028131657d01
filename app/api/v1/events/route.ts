import { streamEvents } from "@/lib/domain/live/stream-events";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { StreamedAnswer, streamedAnswer } from "@/lib/http/streamed-answer";
import { eventsQuery, lastEventId } from "@/lib/schemas/events";

export const GET = route({
  summary: "Changes of purges as they happen",
  answer: streamedAnswer,
  streams: {
    "text/event-stream":
      "Server-sent events: ready; purge, whose data names the purge, its zone, its tenants and both states; reset: read anew what you show; beat, every 15 seconds. The id of each is where to go on.",
  },
  // Also to people: each may have so many streams.
  errors: ["too_many_requests"],
  headers: { "Last-Event-ID": lastEventId },
  tokens: true,
  access: "purge.read",
  params: nothing,
  query: eventsQuery,
  body: nothing,
  handler: async ({ actor, query, headers, stillMay }) => {
    const last = headers.get("last-event-id");
    const stream = await streamEvents(actor, query, {
      lastEventId: last === null ? undefined : Number(last),
      stillMay,
    });
    return new StreamedAnswer(stream, {
      "content-type": "text/event-stream; charset=utf-8",
      // What compresses or collects would hold events back.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
  },
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
