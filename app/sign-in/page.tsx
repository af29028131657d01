import type { Metadata } from "next";
import { SignIn } from "@/components/shell/sign-in";
import { environment } from "@/lib/platform/environment";

export const metadata: Metadata = { title: "Sign in" };

type Query = Partial<Record<"callbackUrl" | "error" | "fresh", string | string[]>>;

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : null);

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { callbackUrl, error, fresh } = await searchParams;
  return (
    <SignIn
      environment={environment()}
      callbackUrl={one(callbackUrl) ?? "/"}
      problem={error === undefined ? null : (one(error) ?? "failed")}
      fresh={fresh === "1"}
    />
  );
}
