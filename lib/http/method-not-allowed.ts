import * as z from "zod";
import { AppError } from "@/lib/schemas/errors";
import { route } from "./route";

const anything = z.unknown();

/** For the methods that an address does not have: Next's own answer to them is not problem+json. */
export const methodNotAllowed = route({
  access: "tenant.read",
  params: anything,
  query: anything,
  body: anything,
  handler: () =>
    Promise.reject(new AppError("method_not_allowed", "This address does not have this method.")),
});
