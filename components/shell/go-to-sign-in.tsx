"use client";

import { useEffect } from "react";
import { signInAddress } from "@/lib/queries/api-client";

/**
 * Sends the browser to sign in and back to this very address with its query: a link from a ticket
 * must survive. The server's layout cannot do that, because Next does not tell it the address.
 */
export function GoToSignIn() {
  useEffect(() => {
    window.location.replace(signInAddress());
  }, []);
  return (
    <main className="p-6">
      <h1 className="text-lg font-semibold">You are not signed in</h1>
      <p className="mt-1">
        <a className="text-accent-text underline" href="/sign-in">
          Sign in
        </a>
      </p>
    </main>
  );
}
