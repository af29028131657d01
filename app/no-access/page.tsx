import type { Metadata } from "next";
import { NoAccess } from "@/components/shell/no-access";
import { readRefusal } from "@/lib/auth/refuse-sign-in";
import { environment } from "@/lib/platform/environment";

export const metadata: Metadata = { title: "No access" };

export default async function NoAccessPage({
  searchParams,
}: {
  searchParams: Promise<{ reference?: string | string[] }>;
}) {
  const { reference } = await searchParams;
  const told = typeof reference === "string" ? reference.slice(0, 100) : "";
  const { identityProvider, accessContact } = environment();
  return (
    <NoAccess
      refusal={await readRefusal(told)}
      reference={told}
      contact={accessContact}
      identityProvider={identityProvider}
    />
  );
}
