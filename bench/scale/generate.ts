import type { Database } from "@/lib/platform/database";

/** Times of the purges go back so many days. */
const days = 90;

const words = [
  "Acme",
  "Harbor",
  "Quartz",
  "Juniper",
  "Lumen",
  "Kestrel",
  "Indigo",
  "Amber",
  "Nimbus",
  "Cobalt",
];
const trades = [
  "Freight",
  "Dental",
  "Bakeries",
  "Robotics",
  "Publishing",
  "Insurance",
  "Analytics",
  "Foods",
];

/** The statements that make indexes anew: rows go in faster without them. */
async function withoutIndexes(database: Database, table: string, fill: () => Promise<unknown>) {
  const indexes = await database.$queryRaw<{ name: string; definition: string }[]>`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index WHERE indrelid = ${table}::regclass AND NOT indisprimary`;
  for (const { name } of indexes) await database.$executeRawUnsafe(`DROP INDEX ${name}`);
  await fill();
  for (const { definition } of indexes) await database.$executeRawUnsafe(definition);
}

async function makeZones(database: Database): Promise<void> {
  await database.$executeRaw`
    INSERT INTO zone (id, name, account_id, plan, created_at, updated_at)
    SELECT lpad(n::text, 32, '0'), 'zone' || n || '.example.com', lpad(n::text, 32, 'a'), 'enterprise', now(), now()
    FROM generate_series(1, 4) n`;
}

async function makeTenants(database: Database, count: number): Promise<void> {
  await database.$executeRaw`
    INSERT INTO tenant (id, folded_id, slug, name, zone_id, search_text, created_at, updated_at)
    SELECT id, id, slug, name, lpad((1 + n % 4)::text, 32, '0'),
      lower(id || ' ' || slug || ' ' || name || ' ' || slug || '.example.com'), now(), now()
    FROM (
      SELECT n, (100000 + n)::text AS id,
        lower(w || '-' || t || '-' || n) AS slug, w || ' ' || t || ' ' || n AS name
      FROM (
        SELECT n, (${words}::text[])[1 + n % ${words.length}::int] AS w,
          (${trades}::text[])[1 + (n / ${words.length}::int) % ${trades.length}::int] AS t
        FROM generate_series(1, ${count}::int) n
      ) named
    ) made`;
  await database.$executeRaw`
    INSERT INTO tenant_host (tenant_id, host, position) SELECT id, slug || '.example.com', 0 FROM tenant`;
}

/**
 * Purges over ${days} days, oldest first: services', spread over tenants so that few have many; 1 in 200 a person's
 * with a ticket, 1 in 50 failed, almost all of those closed, 1 in 25 of two tenants. None has rows in purge_call,
 * attempt or purge_transition: no list reads those.
 */
async function makePurges(database: Database, count: number, tenants: number): Promise<void> {
  const batch = 500_000;
  for (let from = 1; from <= count; from += batch) {
    const to = Math.min(count, from + batch - 1);
    await database.$executeRaw`
      INSERT INTO purge (id, zone_id, tenant_id, method, selector_kind, targets, tier, status, status_cause,
        source, actor_kind, actor_name, reason, ticket, trace_id, requested_at, not_before, priority, lane,
        fair_key, target_key, attempt_count, finished_at, result_code, result_message, resolved_at)
      SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
          || substr(digest, 1, 3) || '8' || substr(digest, 4, 15))::uuid,
        lpad((1 + tenant % 4)::text, 32, '0'),
        CASE WHEN n % 25 <> 11 THEN (100000 + tenant)::text END,
        CASE WHEN n % 3 = 0 THEN 'invalidate' ELSE 'purge' END::"PurgeMethod", 'tags',
        CASE WHEN n % 10 = 0 THEN ARRAY['tenant:' || (100000 + tenant)]
          ELSE ARRAY['invoice:' || (n % 2000000)] END,
        'object', (CASE WHEN failed THEN 'failed' ELSE 'accepted' END)::"PurgeStatus", 'made',
        (CASE WHEN person THEN 'manual' ELSE
          (ARRAY['app','job','webhook','deploy','import','api'])[1 + n % 6] END)::"TriggerSource",
        (CASE WHEN person THEN 'person' ELSE 'token' END)::"ActorKind",
        CASE WHEN person THEN 'support-' || n / 200 % 200 || '@example.com' ELSE 'service-' || n / 7 % 40 END,
        CASE WHEN person THEN 'The customer sees old data' END,
        CASE WHEN person THEN 'ZD-' || n / 600 END,
        digest, at, at, 1, '', (100000 + tenant)::text, '', 1, at + interval '1 second',
        CASE WHEN failed THEN '500' ELSE '200' END, 'made',
        CASE WHEN failed AND n % 1000 <> 0 THEN at + interval '1 hour' END
      FROM (
        SELECT n, 1 + floor(${tenants}::int * power(random(), 3))::int AS tenant, n % 200 = 7 AS person,
          n % 50 = 0 AS failed, md5(n::text) AS digest,
          date_trunc('milliseconds', now() - (${days}::int * interval '1 day') * (1 - n::float8 / ${count}::int)) AS at
        FROM generate_series(${from}::int, ${to}::int) n
      ) made`;
  }
  await database.$executeRaw`
    INSERT INTO purge_actor (name) SELECT DISTINCT actor_name FROM purge ON CONFLICT DO NOTHING`;
}

async function makePurgeTenants(database: Database, tenants: number): Promise<void> {
  await database.$executeRaw`
    INSERT INTO purge_tenant (purge_id, tenant_id, requested_at)
    SELECT id, (100000 + 1 + (fair_key::int - 100001 + other * 7) % ${tenants}::int)::text, requested_at
    FROM purge, generate_series(0, 1) other WHERE tenant_id IS NULL`;
}

/** One in three purges of people was proved. */
async function makeComparisons(database: Database): Promise<void> {
  await database.$executeRaw`
    INSERT INTO person (id, subject, email, role, created_at)
    VALUES (gen_random_uuid(), 'support@example.com', 'support@example.com', 'support', now())`;
  await database.$executeRaw`
    INSERT INTO comparison (id, affected_tenant_id, control_tenant_id, path, purge_id, created_by_id, created_at,
      verdict_code, verdict_summary, verdict_reasons)
    SELECT gen_random_uuid(), p.tenant_id, '100001', '/billing', p.id, a.id, p.requested_at, 'isolated',
      'The tenant went cold, the control stayed warm.', '{}'
    FROM purge p, person a
    WHERE p.source = 'manual' AND p.tenant_id IS NOT NULL AND ('x' || left(p.trace_id, 4))::bit(16)::int % 3 = 0`;
}

/**
 * Fills an empty database with tenants and purges. Triggers are off meanwhile, indexes are made at the end. The
 * larger the server's max_wal_size and maintenance_work_mem, the less time it takes.
 */
export async function generate(
  database: Database,
  { tenants, purges }: { tenants: number; purges: number },
): Promise<void> {
  for (const table of ["purge", "purge_tenant"])
    await database.$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
  await makeZones(database);
  await withoutIndexes(database, "tenant", () => makeTenants(database, tenants));
  await withoutIndexes(database, "purge", () => makePurges(database, purges, tenants));
  await withoutIndexes(database, "purge_tenant", () => makePurgeTenants(database, tenants));
  await makeComparisons(database);
  for (const table of ["purge", "purge_tenant"])
    await database.$executeRawUnsafe(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
  await database.$executeRaw`VACUUM ANALYZE`;
}
