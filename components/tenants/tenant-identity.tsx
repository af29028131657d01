import { Badge } from "@/components/ui/badge";
import { Copyable } from "@/components/ui/copy";
import { KeyValue, KeyValues } from "@/components/ui/key-value";
import { Section } from "@/components/ui/section";
import type { TenantDetail } from "@/lib/schemas/tenants";

/** How many hosts are shown before the rest is folded away. */
const shownHosts = 5;

function Host({ host, shared }: { host: string; shared: boolean }) {
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-x-2">
      <Copyable value={host} label="host" />
      {shared && (
        <span title="Other tenants are served from this host too: purging by it is not purging one tenant">
          <Badge tone="old">Shared with other tenants</Badge>
        </span>
      )}
    </li>
  );
}

function Hosts({ tenant }: { tenant: TenantDetail }) {
  const { hosts, sharedHosts } = tenant;
  if (hosts.length === 0) return <span className="text-muted">None recorded</span>;
  const item = (host: string) => (
    <Host key={host} host={host} shared={sharedHosts.includes(host)} />
  );
  const more = hosts.slice(shownHosts);
  return (
    <>
      <ul>{hosts.slice(0, shownHosts).map(item)}</ul>
      {more.length > 0 && (
        <details>
          <summary className="text-sm text-accent-text">{more.length} more</summary>
          <ul className="max-h-60 overflow-y-auto">{more.map(item)}</ul>
        </details>
      )}
    </>
  );
}

/** Which tenant this is: every name that a ticket may use for it, each to be copied. */
export function TenantIdentity({ tenant }: { tenant: TenantDetail }) {
  return (
    <Section title="Identity">
      <KeyValues>
        <KeyValue label="Id">
          <Copyable value={tenant.id} label="tenant id" />
        </KeyValue>
        <KeyValue label="Slug">
          <Copyable value={tenant.slug} label="slug" />
        </KeyValue>
        <KeyValue label="Name">
          <Copyable value={tenant.name} label="name" mono={false} />
        </KeyValue>
        <KeyValue label={tenant.hosts.length === 1 ? "Host" : "Hosts"}>
          <Hosts tenant={tenant} />
        </KeyValue>
        <KeyValue label="Zone">
          <Copyable value={tenant.zone.name} label="zone" />
        </KeyValue>
        <KeyValue label="Zone id">
          <Copyable value={tenant.zone.id} label="zone id" />
        </KeyValue>
        <KeyValue label="Tenant tag">
          {tenant.tenantTag === null ? (
            <span className="text-muted">
              The tag plan of the zone has no tag that a whole tenant carries
            </span>
          ) : (
            <Copyable value={tenant.tenantTag} label="tenant tag" />
          )}
        </KeyValue>
      </KeyValues>
    </Section>
  );
}
