import { AppError } from "@/lib/schemas/errors";
import { ignored } from "./read-request";
import { noAnswer, route } from "./route";

/** For addresses below /api that are none. */
export const notFound = route({
  summary: "",
  answer: noAnswer,
  access: "tenant.read",
  params: ignored,
  query: ignored,
  body: ignored,
  handler: () => Promise.reject(new AppError("not_found", "The API has nothing at this address.")),
});
