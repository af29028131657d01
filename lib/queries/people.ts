import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { GlassRight } from "@/lib/schemas/approvals";
import type {
  Person,
  PersonDetail,
  PersonList,
  RoleChange,
  SessionList,
  SessionsEnded,
} from "@/lib/schemas/people";
import { apiGet, apiPost, apiPut } from "./api-client";

const peopleKeys = {
  all: ["people"] as const,
  list: () => [...peopleKeys.all, "list"] as const,
  detail: (id: string) => [...peopleKeys.all, "detail", id] as const,
};
const sessionKeys = { all: ["sessions"] as const };

const pathOf = (id: string) => `/people/${encodeURIComponent(id)}`;

/** Everybody who ever signed in, by name. */
export function peopleQuery() {
  return queryOptions({
    queryKey: peopleKeys.list(),
    queryFn: ({ signal }) => apiGet<PersonList>("/people", {}, { signal }),
  });
}

/** A person, and where they are signed in. */
export function personQuery(id: string) {
  return queryOptions({
    queryKey: peopleKeys.detail(id),
    queryFn: ({ signal }) => apiGet<PersonDetail>(pathOf(id), {}, { signal }),
  });
}

/** Where whoever looks is signed in. */
export function ownSessionsQuery() {
  return queryOptions({
    queryKey: sessionKeys.all,
    queryFn: ({ signal }) => apiGet<SessionList>("/sessions", {}, { signal }),
  });
}

/** Asks for something that lists people anew: also when it failed, somebody else may have changed them. */
function usePeopleChange<V, A>(change: (given: V) => Promise<A>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: peopleKeys.all }),
        client.invalidateQueries({ queryKey: sessionKeys.all }),
      ]),
  });
}

/** Gives a person another role, or none. */
export function useChangeRole(id: string) {
  return usePeopleChange((change: RoleChange) => apiPost<Person>(`${pathOf(id)}/role`, change));
}

/** Keeps a person out. */
export function useDisablePerson(id: string) {
  return usePeopleChange((reason: string) =>
    apiPost<Person>(`${pathOf(id)}/disablement`, { reason }),
  );
}

/** Lets a disabled person in again. */
export function useEnablePerson(id: string) {
  return usePeopleChange((reason: string) =>
    apiPost<Person>(`${pathOf(id)}/enablement`, { reason }),
  );
}

/** Gives somebody the right to go past the second person, or takes it back. */
export function useGrantBreakGlass(id: string, may: boolean) {
  return usePeopleChange((reason: string) =>
    apiPut<GlassRight>(`${pathOf(id)}/break-glass`, { may, reason }),
  );
}

/** Ends all sessions of a person. */
export function useEndSessionsOf(id: string) {
  return usePeopleChange((reason: string) =>
    apiPost<SessionsEnded>(`${pathOf(id)}/sessions/revocation`, { reason }),
  );
}

/** Ends one session: one's own, or as an admin anybody's. */
export function useEndSession() {
  return usePeopleChange((id: string) =>
    apiPost<SessionsEnded>(`/sessions/${encodeURIComponent(id)}/revocation`, {}),
  );
}

/** Signs out everywhere, or everywhere else. */
export function useEndOwnSessions() {
  return usePeopleChange((keepCurrent: boolean) =>
    apiPost<SessionsEnded>("/sessions/revocation", { keepCurrent }),
  );
}
