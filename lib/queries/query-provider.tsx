"use client";

import { MutationCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { ApiError } from "./api-client";
import { auditKeys } from "./audit";

/** Again only for what may pass: no answer, or an error of the server. Never for a refusal. */
function worthRetrying(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

function makeClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    // Whatever was changed, or refused, is an entry: the record and each setting's history are read anew.
    mutationCache: new MutationCache({
      onSettled: () => void client.invalidateQueries({ queryKey: auditKeys.all }),
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: worthRetrying,
        // A console on this machine answers without any network: "offline" must not pause it.
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
  return client;
}

/** Holds the browser's copy of server data. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
