import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import { authOptions } from "@/lib/auth/options";
import { authRoute } from "@/lib/http/auth-route";

// next-auth answers these itself, behind authRoute(); its routes are the only ones that route() does not wrap.
const handler = authRoute(async ({ url, method, headers, body }, attempt) => {
  const request = new NextRequest(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const params = Promise.resolve({ nextauth: url.pathname.split("/").slice(3) });
  const answer: unknown = await NextAuth(
    request as never,
    { params } as never,
    authOptions(attempt),
  );
  return answer as Response;
});

export { handler as GET, handler as POST };
