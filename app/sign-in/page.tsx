import type { Metadata } from "next";
import { SignIn } from "@/components/shell/sign-in";
import { environment } from "@/lib/platform/environment";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }>;
}) {
  const { callbackUrl, error } = await searchParams;
  return (
    <SignIn
      environment={environment()}
      callbackUrl={typeof callbackUrl === "string" ? callbackUrl : "/"}
      refused={error !== undefined}
    />
  );
}
