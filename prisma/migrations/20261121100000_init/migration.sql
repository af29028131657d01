-- Trigram search over tenants (tolerates typos). A trusted extension: the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "Plan" AS ENUM ('free', 'pro', 'business', 'enterprise');

-- CreateEnum
CREATE TYPE "ScopeClass" AS ENUM ('tenant', 'object', 'shared', 'unknown');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('support', 'engineer', 'auditor', 'admin');

-- CreateEnum
CREATE TYPE "PurgeMethod" AS ENUM ('purge', 'invalidate');

-- CreateEnum
CREATE TYPE "SelectorKind" AS ENUM ('tags', 'files', 'prefixes', 'hosts', 'everything');

-- CreateEnum
CREATE TYPE "TriggerSource" AS ENUM ('manual', 'app', 'job', 'webhook', 'deploy', 'import', 'api');

-- CreateEnum
CREATE TYPE "PurgeStatus" AS ENUM ('queued', 'sending', 'accepted', 'failed');

-- CreateEnum
CREATE TYPE "AttemptOutcome" AS ENUM ('accepted', 'transient', 'permanent', 'unknown');

-- CreateEnum
CREATE TYPE "ActorKind" AS ENUM ('person', 'token', 'system', 'service');

-- CreateEnum
CREATE TYPE "ProbeSide" AS ENUM ('affected', 'control');

-- CreateEnum
CREATE TYPE "ProbePhase" AS ENUM ('before', 'after');

-- CreateEnum
CREATE TYPE "AuditOutcome" AS ENUM ('done', 'refused');

-- CreateTable
CREATE TABLE "zone" (
    "id" VARCHAR(32) NOT NULL,
    "name" TEXT NOT NULL,
    "account_id" VARCHAR(32) NOT NULL,
    "plan" "Plan" NOT NULL,
    "edge_scheme" TEXT,
    "edge_address" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "zone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tag_pattern" (
    "id" UUID NOT NULL,
    "zone_id" VARCHAR(32) NOT NULL,
    "pattern" TEXT NOT NULL,
    "scope" "ScopeClass" NOT NULL,
    "owner" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "routes" TEXT[],

    CONSTRAINT "tag_pattern_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "id" TEXT NOT NULL,
    "folded_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "zone_id" VARCHAR(32) NOT NULL,
    "search_text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant_host" (
    "tenant_id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "tenant_host_pkey" PRIMARY KEY ("tenant_id","host")
);

-- CreateTable
CREATE TABLE "page" (
    "id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "page_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "purge" (
    "id" UUID NOT NULL,
    "zone_id" VARCHAR(32) NOT NULL,
    "tenant_id" TEXT,
    "method" "PurgeMethod" NOT NULL,
    "selector_kind" "SelectorKind" NOT NULL,
    "targets" TEXT[],
    "tier" TEXT NOT NULL,
    "status" "PurgeStatus" NOT NULL,
    "source" "TriggerSource" NOT NULL,
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "actor_role" "Role",
    "reason" TEXT,
    "ticket" TEXT,
    "ticket_url" TEXT,
    "trace_id" TEXT NOT NULL,
    "idempotency_key" TEXT,
    "request_digest" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "claim_id" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(3),
    "result_code" TEXT,
    "result_message" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,
    "resolution" TEXT,

    CONSTRAINT "purge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "id" UUID NOT NULL,
    "purge_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "outcome" "AttemptOutcome",
    "http_status" INTEGER,
    "errors" JSONB NOT NULL,
    "cf_ray" TEXT,
    "duration_ms" INTEGER,
    "message" TEXT,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comparison" (
    "id" UUID NOT NULL,
    "affected_tenant_id" TEXT NOT NULL,
    "control_tenant_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "purge_id" UUID,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "verdict_code" TEXT NOT NULL,
    "verdict_summary" TEXT NOT NULL,
    "verdict_reasons" TEXT[],

    CONSTRAINT "comparison_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "probe" (
    "id" UUID NOT NULL,
    "comparison_id" UUID,
    "side" "ProbeSide",
    "phase" "ProbePhase",
    "round" INTEGER,
    "tenant_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "http_status" INTEGER,
    "cache_status" TEXT,
    "age" INTEGER,
    "colo" TEXT,
    "cf_ray" TEXT,
    "ttfb_ms" INTEGER,
    "total_ms" INTEGER,
    "fingerprint" TEXT,
    "bytes" INTEGER,
    "content_type" TEXT,
    "error" TEXT,

    CONSTRAINT "probe_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "actor_role" "Role",
    "action" TEXT NOT NULL,
    "outcome" "AuditOutcome" NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT,
    "tenant_id" TEXT,
    "summary" TEXT NOT NULL,
    "details" TEXT NOT NULL,
    "reason" TEXT,
    "ticket" TEXT,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "zone_name_key" ON "zone"("name");

-- CreateIndex
CREATE UNIQUE INDEX "tag_pattern_zone_id_pattern_key" ON "tag_pattern"("zone_id", "pattern");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_folded_id_key" ON "tenant"("folded_id");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_slug_key" ON "tenant"("slug");

-- CreateIndex
CREATE INDEX "tenant_search_text_trgm" ON "tenant" USING GIN ("search_text" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "tenant_zone_id_slug_idx" ON "tenant"("zone_id", "slug");

-- CreateIndex
CREATE INDEX "tenant_host_host_idx" ON "tenant_host"("host");

-- CreateIndex
CREATE UNIQUE INDEX "page_tenant_id_path_key" ON "page"("tenant_id", "path");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE INDEX "purge_requested_at_id_idx" ON "purge"("requested_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "purge_tenant_id_requested_at_id_idx" ON "purge"("tenant_id", "requested_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "purge_source_requested_at_id_idx" ON "purge"("source", "requested_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "purge_status_requested_at_id_idx" ON "purge"("status", "requested_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "purge_ticket_idx" ON "purge"("ticket");

-- CreateIndex
CREATE INDEX "purge_targets_idx" ON "purge" USING GIN ("targets");

-- CreateIndex
CREATE INDEX "purge_status_not_before_idx" ON "purge"("status", "not_before");

-- CreateIndex
CREATE UNIQUE INDEX "purge_actor_id_idempotency_key_key" ON "purge"("actor_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "attempt_started_at_idx" ON "attempt"("started_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "attempt_purge_id_number_key" ON "attempt"("purge_id", "number");

-- CreateIndex
CREATE INDEX "comparison_created_at_id_idx" ON "comparison"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "comparison_affected_tenant_id_created_at_idx" ON "comparison"("affected_tenant_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "comparison_purge_id_idx" ON "comparison"("purge_id");

-- CreateIndex
CREATE INDEX "probe_comparison_id_idx" ON "probe"("comparison_id");

-- CreateIndex
CREATE INDEX "probe_tenant_id_path_started_at_idx" ON "probe"("tenant_id", "path", "started_at" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_at_id_idx" ON "audit_entry"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_tenant_id_at_idx" ON "audit_entry"("tenant_id", "at" DESC);

-- AddForeignKey
ALTER TABLE "tag_pattern" ADD CONSTRAINT "tag_pattern_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenant_host" ADD CONSTRAINT "tenant_host_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "page" ADD CONSTRAINT "page_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "purge" ADD CONSTRAINT "purge_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "purge" ADD CONSTRAINT "purge_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_purge_id_fkey" FOREIGN KEY ("purge_id") REFERENCES "purge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comparison" ADD CONSTRAINT "comparison_affected_tenant_id_fkey" FOREIGN KEY ("affected_tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comparison" ADD CONSTRAINT "comparison_control_tenant_id_fkey" FOREIGN KEY ("control_tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comparison" ADD CONSTRAINT "comparison_purge_id_fkey" FOREIGN KEY ("purge_id") REFERENCES "purge"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comparison" ADD CONSTRAINT "comparison_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "probe" ADD CONSTRAINT "probe_comparison_id_fkey" FOREIGN KEY ("comparison_id") REFERENCES "comparison"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "probe" ADD CONSTRAINT "probe_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The audit record only grows: the database itself refuses to change or remove an entry.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are never changed or removed';
END;
$$;

CREATE TRIGGER audit_entry_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
