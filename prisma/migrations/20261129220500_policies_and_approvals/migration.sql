-- CreateEnum
CREATE TYPE "ApprovalState" AS ENUM ('pending', 'approved', 'denied', 'expired', 'voided', 'cancelled');

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "may_break_glass" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "purge_policy_version" (
    "version" INTEGER NOT NULL,
    "policy" JSONB NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "purge_policy_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "approval" (
    "purge_id" UUID NOT NULL,
    "state" "ApprovalState" NOT NULL,
    "digest" TEXT NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,
    "decided_by" TEXT,
    "reason" TEXT,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("purge_id")
);

-- CreateTable
CREATE TABLE "break_glass" (
    "purge_id" UUID NOT NULL,
    "used_by_id" UUID NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3),
    "reviewed_by_id" UUID,
    "reviewed_by" TEXT,
    "note" TEXT,

    CONSTRAINT "break_glass_pkey" PRIMARY KEY ("purge_id")
);

-- CreateIndex
CREATE INDEX "approval_state_expires_at_idx" ON "approval"("state", "expires_at");

-- CreateIndex
CREATE INDEX "break_glass_reviewed_at_used_at_idx" ON "break_glass"("reviewed_at", "used_at");

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_purge_id_fkey" FOREIGN KEY ("purge_id") REFERENCES "purge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_purge_id_fkey" FOREIGN KEY ("purge_id") REFERENCES "purge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The first version: what the console held to until now, with the deployment's own grace periods.
INSERT INTO "purge_policy_version" (version, policy, made_at, actor_kind, actor_name, reason)
SELECT 1, jsonb_build_object(
  'tiers', (SELECT jsonb_object_agg(t.tier, jsonb_build_object(
      'roles', t.roles, 'confirmation', t.confirmation, 'secondPerson', t.second_person,
      'graceSeconds', COALESCE(p.grace_seconds, 5), 'prove', COALESCE(p.prove, true),
      'proveSeconds', COALESCE(p.prove_seconds, 30), 'secondPurge', COALESCE(p.second_purge, false),
      'bystanders', COALESCE(p.bystanders, 0)))
    FROM (VALUES
      ('object', '["support", "engineer", "admin"]'::jsonb, 'button', false),
      ('tenant', '["support", "engineer", "admin"]'::jsonb, 'tenant-slug', false),
      ('section', '["engineer", "admin"]'::jsonb, 'tenant-slug', false),
      ('shared', '["engineer", "admin"]'::jsonb, 'zone-name', true),
      ('everything', '["admin"]'::jsonb, 'zone-name', true)
    ) AS t (tier, roles, confirmation, second_person)
    LEFT JOIN "purge_policy" p ON p.tier = t.tier),
  'ticketPattern', NULL, 'approvalMinutes', 60, 'quietHours', NULL),
  clock_timestamp(), 'system', 'console', 'What the console held to before policies had versions';

-- DropTable
DROP TABLE "purge_policy";

CREATE FUNCTION refuse_policy_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of the policy is never changed or removed';
END;
$$;
CREATE TRIGGER purge_policy_version_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "purge_policy_version"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_policy_change();

-- What was decided stays decided. Only what was approved can still be voided, before it is sent.
CREATE FUNCTION keep_approval_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'pending' AND NOT (OLD.state = 'approved' AND NEW.state = 'voided')
    OR NEW.purge_id <> OLD.purge_id OR NEW.digest <> OLD.digest
    OR NEW.requested_by_id <> OLD.requested_by_id OR NEW.policy_version <> OLD.policy_version THEN
    RAISE EXCEPTION 'a decided approval is not decided again' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'approved' AND (NEW.decided_by_id IS NULL OR NEW.decided_by_id = NEW.requested_by_id) THEN
    RAISE EXCEPTION 'nobody approves what they asked for' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER approval_decided_once BEFORE UPDATE ON "approval"
  FOR EACH ROW EXECUTE FUNCTION keep_approval_decided();

-- A second wall: no program releases what waits for a second person without that person's yes.
CREATE FUNCTION require_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM approval a WHERE a.purge_id = NEW.id AND a.state = 'approved') THEN
    RAISE EXCEPTION 'this purge waits for a second person' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER purge_released_by_approval BEFORE UPDATE OF status ON "purge" FOR EACH ROW
  WHEN (OLD.status = 'awaiting_approval' AND NEW.status IN ('scheduled', 'queued'))
  EXECUTE FUNCTION require_approval();
