"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { ownSessionsQuery } from "./people";
import { watchPresence } from "./presence";

/** Keeps a person signed in who reads or writes for long without asking the console for anything. Shows nothing. */
export function KeepPresence() {
  const client = useQueryClient();
  useEffect(
    () =>
      watchPresence(() => {
        // Without a session the next thing that the person does says so.
        client.query({ ...ownSessionsQuery(), staleTime: 0 }).catch(() => undefined);
      }),
    [client],
  );
  return null;
}
