-- CreateEnum
CREATE TYPE "AllowanceKind" AS ENUM ('requests', 'files');

-- DropIndex
DROP INDEX "attempt_purge_id_number_key";

-- DropIndex
DROP INDEX "attempt_started_at_idx";

-- DropIndex
DROP INDEX "purge_status_not_before_idx";

-- AlterTable
ALTER TABLE "purge"
ADD COLUMN     "call_id" UUID,
ADD COLUMN     "environment" TEXT,
ADD COLUMN     "failure_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "fair_key" TEXT NOT NULL DEFAULT '-',
ADD COLUMN     "lane" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "priority" SMALLINT NOT NULL DEFAULT 1,
ADD COLUMN     "status_cause" TEXT,
ADD COLUMN     "target_key" TEXT NOT NULL DEFAULT '';

-- Purges from before: their place in the queue, as lib/domain/sending/lanes.ts writes it.
UPDATE "purge" SET
  "lane" = zone_id || '//' || method || '/' || selector_kind,
  "fair_key" = COALESCE(tenant_id, '-'),
  "target_key" = left(encode(sha256(convert_to(COALESCE(targets[1], ''), 'UTF8')), 'hex'), 32),
  "priority" = CASE WHEN source = 'manual' THEN 0 ELSE 1 END,
  "failure_count" = attempt_count,
  "status_cause" = 'As it was when its states began to be recorded.';
ALTER TABLE "purge" ALTER COLUMN "status_cause" SET NOT NULL;

-- CreateTable
CREATE TABLE "purge_transition" (
    "id" BIGSERIAL NOT NULL,
    "purge_id" UUID NOT NULL,
    "from_status" "PurgeStatus",
    "to_status" "PurgeStatus" NOT NULL,
    "cause" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "purge_transition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "purge_state_rule" (
    "from_status" "PurgeStatus" NOT NULL,
    "to_status" "PurgeStatus" NOT NULL,

    CONSTRAINT "purge_state_rule_pkey" PRIMARY KEY ("from_status","to_status")
);

-- CreateTable
CREATE TABLE "purge_call" (
    "id" UUID NOT NULL,
    "account_id" VARCHAR(32) NOT NULL,
    "plan" "Plan" NOT NULL,
    "zone_id" VARCHAR(32) NOT NULL,
    "environment" TEXT,
    "method" "PurgeMethod" NOT NULL,
    "kind" "SelectorKind" NOT NULL,
    "targets" TEXT[],
    "purge_count" INTEGER NOT NULL,
    "sender" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "leased_until" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "outcome" "AttemptOutcome",
    "http_status" INTEGER,
    "errors" JSONB NOT NULL DEFAULT '[]',
    "cf_ray" TEXT,
    "duration_ms" INTEGER,
    "code" TEXT,
    "message" TEXT,

    CONSTRAINT "purge_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_limit" (
    "plan" "Plan" NOT NULL,
    "requests_per_second" DOUBLE PRECISION NOT NULL,
    "request_bucket" INTEGER NOT NULL,
    "files_per_second" DOUBLE PRECISION NOT NULL,
    "items_per_request" INTEGER NOT NULL,
    "files_per_request" INTEGER NOT NULL,

    CONSTRAINT "plan_limit_pkey" PRIMARY KEY ("plan")
);

-- CreateTable
CREATE TABLE "account_limit" (
    "account_id" VARCHAR(32) NOT NULL,
    "plan" "Plan" NOT NULL,
    "requests_per_second" DOUBLE PRECISION,
    "request_bucket" INTEGER,
    "files_per_second" DOUBLE PRECISION,
    "items_per_request" INTEGER,
    "files_per_request" INTEGER,

    CONSTRAINT "account_limit_pkey" PRIMARY KEY ("account_id","plan")
);

-- CreateTable
CREATE TABLE "allowance" (
    "account_id" VARCHAR(32) NOT NULL,
    "plan" "Plan" NOT NULL,
    "kind" "AllowanceKind" NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "refilled_at" TIMESTAMPTZ(6) NOT NULL,
    "belief" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "limited_count" INTEGER NOT NULL DEFAULT 0,
    "limited_at" TIMESTAMPTZ(3),
    "paused_until" TIMESTAMPTZ(3),
    "open_until" TIMESTAMPTZ(3),
    "failures_in_row" INTEGER NOT NULL DEFAULT 0,
    "retry_tokens" DOUBLE PRECISION NOT NULL DEFAULT 50,
    "retry_refilled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "allowance_pkey" PRIMARY KEY ("account_id","plan","kind")
);

-- CreateTable
CREATE TABLE "purge_policy" (
    "tier" TEXT NOT NULL,
    "grace_seconds" INTEGER NOT NULL,

    CONSTRAINT "purge_policy_pkey" PRIMARY KEY ("tier")
);

-- CreateTable
CREATE TABLE "zone_environment" (
    "zone_id" VARCHAR(32) NOT NULL,
    "ref" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "zone_environment_pkey" PRIMARY KEY ("zone_id","ref")
);

-- Each attempt from before was a call of its own.
INSERT INTO "purge_call" (id, account_id, plan, zone_id, method, kind, targets, purge_count, sender,
  started_at, leased_until, finished_at, outcome, http_status, errors, cf_ray, duration_ms, message)
SELECT a.id, z.account_id, z.plan, p.zone_id, p.method, p.selector_kind, p.targets, 1, 'earlier version',
  a.started_at, COALESCE(p.claimed_until, a.started_at), a.finished_at, a.outcome, a.http_status, a.errors,
  a.cf_ray, a.duration_ms, a.message
FROM "attempt" a JOIN "purge" p ON p.id = a.purge_id JOIN "zone" z ON z.id = p.zone_id;

UPDATE "purge" p SET "call_id" = a.id FROM "attempt" a
WHERE a.purge_id = p.id AND a.number = p.attempt_count;
ALTER TABLE "purge" DROP COLUMN "claim_id", DROP COLUMN "claimed_until";

-- A purge that waits for its next try is scheduled: queued are only those that may go at once.
UPDATE "purge" SET "status" = 'scheduled' WHERE "status" = 'queued' AND "not_before" > now();

-- AlterTable
ALTER TABLE "attempt" ADD COLUMN "call_id" UUID;
UPDATE "attempt" SET "call_id" = "id";
ALTER TABLE "attempt" DROP CONSTRAINT "attempt_pkey",
DROP COLUMN "cf_ray",
DROP COLUMN "duration_ms",
DROP COLUMN "errors",
DROP COLUMN "finished_at",
DROP COLUMN "http_status",
DROP COLUMN "id",
DROP COLUMN "message",
DROP COLUMN "outcome",
DROP COLUMN "started_at",
ALTER COLUMN "call_id" SET NOT NULL,
ADD CONSTRAINT "attempt_pkey" PRIMARY KEY ("purge_id", "number");

-- CreateIndex
CREATE INDEX "purge_transition_purge_id_idx" ON "purge_transition"("purge_id");

-- CreateIndex
CREATE INDEX "purge_call_started_at_idx" ON "purge_call"("started_at" DESC);

-- CreateIndex
CREATE INDEX "purge_call_open" ON "purge_call"("leased_until") WHERE (finished_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "zone_environment_zone_id_name_key" ON "zone_environment"("zone_id", "name");

-- CreateIndex
CREATE INDEX "attempt_call_id_idx" ON "attempt"("call_id");

-- CreateIndex
CREATE INDEX "purge_turn" ON "purge"("priority", "lane", "fair_key", "requested_at", "id") WHERE (status = 'queued'::"PurgeStatus");

-- CreateIndex
CREATE INDEX "purge_covered" ON "purge"("lane", "target_key") WHERE (status = 'queued'::"PurgeStatus");

-- CreateIndex
CREATE INDEX "purge_due" ON "purge"("not_before") WHERE (status = 'scheduled'::"PurgeStatus");

-- CreateIndex
CREATE INDEX "purge_under_way" ON "purge"("call_id") WHERE (status = 'sending'::"PurgeStatus");

-- CreateIndex
CREATE INDEX "zone_account_id_idx" ON "zone"("account_id");

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "purge_call"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "zone_environment" ADD CONSTRAINT "zone_environment_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

INSERT INTO "plan_limit" VALUES
  ('free', 5.0 / 60, 25, 800, 100, 100),
  ('pro', 5, 25, 1500, 100, 100),
  ('business', 10, 50, 1500, 100, 100),
  ('enterprise', 50, 500, 3000, 100, 500);

INSERT INTO "purge_policy" VALUES
  ('object', 5), ('tenant', 5), ('section', 5), ('shared', 5), ('everything', 5);

INSERT INTO "purge_state_rule" VALUES
  ('awaiting_approval', 'scheduled'), ('awaiting_approval', 'queued'), ('awaiting_approval', 'cancelled'),
  ('scheduled', 'queued'), ('scheduled', 'cancelled'),
  ('queued', 'sending'), ('queued', 'cancelled'),
  ('sending', 'accepted'), ('sending', 'failed'), ('sending', 'scheduled'), ('sending', 'queued'),
  ('failed', 'queued');

INSERT INTO "purge_transition" (purge_id, from_status, to_status, cause, at)
SELECT id, NULL, status, status_cause, COALESCE(finished_at, now()) FROM "purge";

-- What the limits of an allowance come to. A little less than Cloudflare's bucket is used, since calls do
-- not arrive in step with their tokens: 0.2 seconds' worth, one token at least, a tenth at most. Of what
-- is left a twentieth, one token at least, is kept for people.
CREATE VIEW "allowance_limit" AS
SELECT account_id, plan, kind, rate, bucket,
  bucket - LEAST(bucket * 0.1, GREATEST(1, rate * 0.2)) AS capacity,
  GREATEST(1, bucket * 0.05) AS reserve, per_request
FROM (
  SELECT a.account_id, a.plan, a.kind,
    CASE a.kind WHEN 'requests' THEN COALESCE(o.requests_per_second, p.requests_per_second)
      ELSE COALESCE(o.files_per_second, p.files_per_second) END AS rate,
    -- The time that Cloudflare averages files over is not stated: one second is believed, and never less
    -- than one whole request.
    CASE a.kind WHEN 'requests' THEN COALESCE(o.request_bucket, p.request_bucket)::float8
      ELSE GREATEST(COALESCE(o.files_per_second, p.files_per_second),
        COALESCE(o.files_per_request, p.files_per_request)) END AS bucket,
    CASE a.kind WHEN 'requests' THEN COALESCE(o.items_per_request, p.items_per_request)
      ELSE COALESCE(o.files_per_request, p.files_per_request) END AS per_request
  FROM "allowance" a JOIN "plan_limit" p ON p.plan = a.plan
  LEFT JOIN "account_limit" o ON o.account_id = a.account_id AND o.plan = a.plan) limits;

-- The tokens that a bucket holds by now.
CREATE FUNCTION allowance_level(tokens float8, refilled_at timestamptz, rate float8, capacity float8)
RETURNS float8 LANGUAGE sql VOLATILE AS $$
  SELECT LEAST(capacity,
    tokens + GREATEST(0, EXTRACT(EPOCH FROM clock_timestamp() - refilled_at)::float8) * rate)
$$;

-- A purge changes its state only as purge_state_rule allows, and each change is written down, whatever
-- program made it. Whoever listens is told that there may be something to send.
CREATE FUNCTION record_purge_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM after_rows WHERE status IN ('sending', 'cancelled')) THEN
    RAISE EXCEPTION 'a purge does not begin as sending or cancelled' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO purge_transition (purge_id, from_status, to_status, cause, at)
  SELECT id, NULL, status, status_cause, COALESCE(finished_at, clock_timestamp()) FROM after_rows;
  IF EXISTS (SELECT 1 FROM after_rows WHERE status IN ('queued', 'scheduled')) THEN
    PERFORM pg_notify('purge_queue', '');
  END IF;
  RETURN NULL;
END;
$$;

CREATE FUNCTION record_purge_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  illegal text;
BEGIN
  SELECT b.status || ' to ' || a.status INTO illegal
  FROM before_rows b JOIN after_rows a ON a.id = b.id
  WHERE a.status <> b.status AND NOT EXISTS (
    SELECT 1 FROM purge_state_rule r WHERE r.from_status = b.status AND r.to_status = a.status)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a purge does not go from %', illegal USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO purge_transition (purge_id, from_status, to_status, cause, at)
  SELECT a.id, b.status, a.status, a.status_cause, clock_timestamp()
  FROM before_rows b JOIN after_rows a ON a.id = b.id WHERE a.status <> b.status;
  IF EXISTS (SELECT 1 FROM before_rows b JOIN after_rows a ON a.id = b.id
    WHERE a.status <> b.status AND a.status IN ('queued', 'scheduled')) THEN
    PERFORM pg_notify('purge_queue', '');
  END IF;
  RETURN NULL;
END;
$$;

CREATE TRIGGER purge_insert_recorded AFTER INSERT ON "purge"
  REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION record_purge_insert();
CREATE TRIGGER purge_update_recorded AFTER UPDATE ON "purge"
  REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
  FOR EACH STATEMENT EXECUTE FUNCTION record_purge_update();

-- The record of states only grows, as the audit record does.
CREATE FUNCTION refuse_transition_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'recorded changes of state are never changed or removed';
END;
$$;
CREATE TRIGGER purge_transition_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "purge_transition"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_transition_change();
