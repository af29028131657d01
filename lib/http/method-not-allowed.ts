import { AppError } from "@/lib/schemas/errors";
import { ignored } from "./read-request";
import { noAnswer, route } from "./route";

/** For the methods that an address does not have: Next's own answer to them is not problem+json. */
export const methodNotAllowed = route({
  summary: "",
  answer: noAnswer,
  access: "tenant.read",
  params: ignored,
  query: ignored,
  body: ignored,
  handler: () =>
    Promise.reject(new AppError("method_not_allowed", "This address does not have this method.")),
});
