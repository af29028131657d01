-- CreateEnum
CREATE TYPE "RetentionKind" AS ENUM ('purge', 'comparison', 'write', 'session');

-- CreateTable
CREATE TABLE "retention_policy" (
    "version" SERIAL NOT NULL,
    "purge_days" INTEGER,
    "comparison_days" INTEGER,
    "write_days" INTEGER,
    "session_days" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retention_policy_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "retention_removal" (
    "id" UUID NOT NULL,
    "sweep_id" UUID NOT NULL,
    "kind" "RetentionKind" NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "cutoff" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,
    "oldest" TIMESTAMPTZ(3) NOT NULL,
    "newest" TIMESTAMPTZ(3) NOT NULL,
    "rows" JSONB NOT NULL,

    CONSTRAINT "retention_removal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "retention_removal_kind_cutoff_removed_at_idx" ON "retention_removal"("kind", "cutoff" DESC, "removed_at" DESC);

-- CreateIndex
CREATE INDEX "retention_removal_kind_removed_at_idx" ON "retention_removal"("kind", "removed_at" DESC);

-- CreateIndex
CREATE INDEX "retention_removal_sweep_id_idx" ON "retention_removal"("sweep_id");

-- AddForeignKey
ALTER TABLE "retention_removal" ADD CONSTRAINT "retention_removal_policy_version_fkey" FOREIGN KEY ("policy_version") REFERENCES "retention_policy"("version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Days are at least a week for purges: until then their Idempotency-Keys and event ids are known.
ALTER TABLE "retention_policy"
  ADD CONSTRAINT "retention_policy_days" CHECK (
    COALESCE("purge_days", 7) >= 7 AND COALESCE("comparison_days", 7) >= 7
    AND COALESCE("write_days", 7) >= 7 AND COALESCE("session_days", 1) >= 1);

-- What was removed by which policy: both are only ever added to.
CREATE FUNCTION refuse_retention_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'retention policies and removals are never changed or removed';
END;
$$;
CREATE TRIGGER retention_policy_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "retention_policy"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_retention_change();
CREATE TRIGGER retention_removal_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "retention_removal"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_retention_change();

-- Purges that ended before this may go; null: none. The transaction has to name the policy that holds now, so
-- that nothing is removed in passing.
CREATE FUNCTION purge_removal_cutoff() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  SELECT clock_timestamp() - make_interval(days => purge_days) FROM retention_policy
  WHERE version = (SELECT max(version) FROM retention_policy)
    AND version::text = current_setting('purge_console.retention_policy', true)
$$;

-- A purge is removed by retention alone, and only once it has ended, longer ago than the policy keeps it.
CREATE FUNCTION guard_purge_removal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  cutoff timestamptz := purge_removal_cutoff();
BEGIN
  IF EXISTS (SELECT 1 FROM gone WHERE (
    requested_at < cutoff AND finished_at < cutoff AND COALESCE(reported_at, finished_at) < cutoff
    AND (status IN ('accepted', 'cancelled') OR (status = 'failed' AND resolved_at < cutoff))) IS NOT TRUE)
  THEN
    RAISE EXCEPTION 'purges are removed by retention alone' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER purge_removal_guarded AFTER DELETE ON "purge"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION guard_purge_removal();

-- The changes of a purge's state go with it and never before. One purge is looked up a row: without this, a plan
-- that was made for an empty table would read all of it.
CREATE FUNCTION guard_transition_removal() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  IF purge_removal_cutoff() IS NULL
    OR EXISTS (SELECT 1 FROM gone JOIN purge ON purge.id = gone.purge_id)
  THEN
    RAISE EXCEPTION 'recorded changes of state are never changed or removed';
  END IF;
  RETURN NULL;
END;
$$;
DROP TRIGGER purge_transition_append_only ON "purge_transition";
CREATE TRIGGER purge_transition_append_only
  BEFORE UPDATE OR TRUNCATE ON "purge_transition"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_transition_change();
CREATE TRIGGER purge_transition_removal_guarded AFTER DELETE ON "purge_transition"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION guard_transition_removal();
