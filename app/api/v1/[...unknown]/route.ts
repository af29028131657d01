import * as z from "zod";
import { route } from "@/lib/http/route";
import { AppError } from "@/lib/schemas/errors";

const anything = z.unknown();

const notFound = route({
  access: "tenant.read",
  params: anything,
  query: anything,
  body: anything,
  handler: () => Promise.reject(new AppError("not_found", "The API has nothing at this address.")),
});

export {
  notFound as GET,
  notFound as POST,
  notFound as PUT,
  notFound as PATCH,
  notFound as DELETE,
};
