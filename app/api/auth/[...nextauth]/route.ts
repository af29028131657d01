import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/options";
import { onOwnHost } from "@/lib/http/own-host";

type Context = { params: Promise<{ nextauth: string[] }> };

// next-auth answers these itself; its routes are the only ones that route() does not wrap.
const handler = onOwnHost<Context>(async (request, context) => {
  const answer: unknown = await NextAuth(request as never, context as never, authOptions());
  return answer as Response;
});

export { handler as GET, handler as POST };
