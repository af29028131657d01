import * as z from "zod";

/** What a handler answers that is not JSON: text that is made while it is sent. */
export class StreamedAnswer {
  /**
   * @param stream of bytes; one that fails breaks the connection, so that a cut answer cannot be taken for a whole one
   * @param headers at least the content type
   */
  constructor(
    private readonly stream: ReadableStream<Uint8Array>,
    private readonly headers: Record<string, string>,
  ) {}

  /** The response, with the headers that each answer of the API has. */
  toResponse(common: Record<string, string>): Response {
    return new Response(this.stream, { headers: { ...common, ...this.headers } });
  }
}

/** The answer of a route that streams; its content types are in the route's `streams`. */
export const streamedAnswer = z.instanceof(StreamedAnswer);
