"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { rolesInWords } from "@/components/purges/purge-words";
import { SettingHistory } from "@/components/settings/setting-history";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { Copyable } from "@/components/ui/copy";
import { KeyValue, KeyValues } from "@/components/ui/key-value";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { zoneQuery } from "@/lib/queries/zones";
import { can, rolesWith } from "@/lib/schemas/permissions";
import type { ZoneDetail } from "@/lib/schemas/zones";
import { ZoneEditor } from "./zone-editor";
import { tagPlanHref } from "./zone-href";

const Mono = ({ children }: { children: string }) => (
  <span className="font-mono text-[0.93em] wrap-anywhere">{children}</span>
);

function AtCloudflare({ zone }: { zone: ZoneDetail }) {
  return (
    <Section title="At Cloudflare">
      <KeyValues>
        <KeyValue label="Zone id">
          <Copyable value={zone.id} label="zone id" />
        </KeyValue>
        <KeyValue label="Account id">
          <Copyable value={zone.accountId} label="account id" />
        </KeyValue>
        <KeyValue label="Plan">{zone.plan}</KeyValue>
        <KeyValue label="Tiered Cache">
          {zone.tieredCache ? "yes: what was purged may answer EXPIRED in place of MISS" : "no"}
        </KeyValue>
        <KeyValue label="Environments">
          {zone.environments.length === 0
            ? "production alone"
            : zone.environments.map(({ ref, name }) => `${name} (${ref})`).join(", ")}
        </KeyValue>
        <KeyValue label="Tenants">{zone.tenants.toLocaleString("en")}</KeyValue>
        <KeyValue label="Changed">
          <Time value={zone.updatedAt} />
        </KeyValue>
      </KeyValues>
    </Section>
  );
}

function Probes({ zone: { edge, origin, tenantMarker, hasCanary } }: { zone: ZoneDetail }) {
  return (
    <Section title="Probes">
      <KeyValues>
        <KeyValue label="Edge">
          {edge === null ? (
            "where each host's name leads"
          ) : (
            <Mono>{`${edge.scheme}://${edge.address}`}</Mono>
          )}
        </KeyValue>
        <KeyValue label="Origin">
          {origin === null ? (
            <>
              <Badge tone="unknown">Not told</Badge>{" "}
              <span className="text-muted">
                Which tags pages carry cannot be read then, since the edge strips them.
              </span>
            </>
          ) : (
            <Mono>{`${origin.scheme}://${origin.address}`}</Mono>
          )}
        </KeyValue>
        {origin?.header !== undefined && (
          <KeyValue label="Origin's header">
            <Mono>{origin.header.name}</Mono>, with the secret that the environment has as{" "}
            <Mono>{`PROBE_SECRET_${origin.header.secret}`}</Mono>
          </KeyValue>
        )}
        <KeyValue label="Marker">
          {tenantMarker === null ? (
            <>
              <Badge tone="unknown">Not told</Badge>{" "}
              <span className="text-muted">
                A page of one tenant that is answered to another is not recognised by it.
              </span>
            </>
          ) : (
            <Mono>{tenantMarker}</Mono>
          )}
        </KeyValue>
        <KeyValue label="Canary">
          {hasCanary ? (
            <Link className="text-accent-text underline" href="/canary">
              set up
            </Link>
          ) : (
            "none"
          )}
        </KeyValue>
      </KeyValues>
    </Section>
  );
}

function Loaded({ zone, edits, onDone }: { zone: ZoneDetail; edits: boolean; onDone: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      {edits ? (
        <ZoneEditor zone={zone} onDone={onDone} />
      ) : (
        <>
          <AtCloudflare zone={zone} />
          <Probes zone={zone} />
        </>
      )}
      <Section
        title="Tag plan"
        note={zone.patterns === 1 ? "1 line" : `${zone.patterns} lines`}
        actions={
          <ButtonLink size="sm" href={tagPlanHref(zone.id)}>
            Look at it
          </ButtonLink>
        }
      >
        <p className="text-muted">
          Which tags the zone&apos;s pages carry, and which of them support may purge by.
        </p>
      </Section>
      <Section title="History of this zone">
        <SettingHistory kind="zone" id={zone.id} />
      </Section>
    </div>
  );
}

/** One zone's set-up: read by everybody, changed by engineers and admins. */
export function ZoneScreen({ zoneId }: { zoneId: string }) {
  const { role } = useViewer();
  const [edits, setEdits] = useState(false);
  const query = useQuery(zoneQuery(zoneId));
  const { data } = query;
  const edit = (
    <Button
      whyDisabled={
        can(role, "directory.write")
          ? undefined
          : `It takes the role ${rolesInWords(rolesWith("directory.write"))}`
      }
      onClick={() => setEdits(true)}
    >
      Change the zone
    </Button>
  );
  return (
    <>
      <PageHeader
        title={data?.name ?? "Zone"}
        crumbs={[{ label: "Zones", href: "/zones" }]}
        description="Where purges of its tenants are sent to, and how their pages are probed. A wrong account or zone id fails every purge; a wrong edge or origin makes probes say the wrong thing."
        actions={edits || data === undefined ? undefined : edit}
      />
      {query.isPending && <SkeletonRows rows={6} />}
      {query.isError && data === undefined && (
        <ProblemNotice
          title="The zone could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {data !== undefined && <Loaded zone={data} edits={edits} onDone={() => setEdits(false)} />}
    </>
  );
}
