-- Purges are proven by the console itself: the work of it, what came of it, and the second purge.

-- CreateEnum
CREATE TYPE "ProofState" AS ENUM ('before', 'sending', 'after', 'ended');

-- AlterEnum
ALTER TYPE "ProbeSide" ADD VALUE 'bystander';

-- AlterTable
ALTER TABLE "comparison" ADD COLUMN     "colos" TEXT[],
ADD COLUMN     "confidence" TEXT NOT NULL DEFAULT 'none',
ADD COLUMN     "missing" TEXT[],
ADD COLUMN     "verdict_outcome" TEXT NOT NULL DEFAULT 'pending',
ALTER COLUMN "control_tenant_id" DROP NOT NULL,
ALTER COLUMN "created_by_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "purge" ADD COLUMN     "second_of_id" UUID;

-- AlterTable
ALTER TABLE "purge_policy" ADD COLUMN     "bystanders" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "prove" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "prove_seconds" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "second_purge" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "tenant" ADD COLUMN     "prove_services" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "zone" ADD COLUMN     "tiered_cache" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "proof" (
    "purge_id" UUID NOT NULL,
    "state" "ProofState" NOT NULL,
    "path" TEXT,
    "control_tenant_id" TEXT,
    "comparison_id" UUID,
    "before_rounds" INTEGER NOT NULL DEFAULT 0,
    "after_rounds" INTEGER NOT NULL DEFAULT 0,
    "hold_until" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_id" UUID,
    "leased_until" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "code" TEXT,
    "summary" TEXT,
    "collateral" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "proof_pkey" PRIMARY KEY ("purge_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "proof_comparison_id_key" ON "proof"("comparison_id");

-- CreateIndex
CREATE INDEX "proof_due" ON "proof"("next_at") WHERE (state <> 'ended'::"ProofState");

-- CreateIndex
CREATE INDEX "proof_not_verified" ON "proof"("ended_at" DESC) WHERE (outcome = 'not_verified'::text);

-- CreateIndex
CREATE UNIQUE INDEX "purge_second" ON "purge"("second_of_id") WHERE (second_of_id IS NOT NULL);

-- AddForeignKey
ALTER TABLE "purge" ADD CONSTRAINT "purge_second_of_id_fkey" FOREIGN KEY ("second_of_id") REFERENCES "purge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proof" ADD CONSTRAINT "proof_purge_id_fkey" FOREIGN KEY ("purge_id") REFERENCES "purge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proof" ADD CONSTRAINT "proof_comparison_id_fkey" FOREIGN KEY ("comparison_id") REFERENCES "comparison"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Verdicts from before: what they come to. How sure they were and what they lacked was not kept.
UPDATE "comparison" SET "verdict_outcome" = CASE
  WHEN verdict_code IN ('isolated', 'refilled', 'too_broad') THEN 'verified'
  WHEN verdict_code IN ('not_purged', 'not_cached') THEN 'not_verified'
  WHEN verdict_code = 'not_comparable' THEN 'cannot_tell'
  ELSE 'pending' END;

-- The wider a purge reaches, the more of the others are watched.
UPDATE "purge_policy" SET "bystanders" = CASE
  WHEN tier IN ('tenant', 'section') THEN 3 WHEN tier IN ('shared', 'everything') THEN 5 ELSE 0 END;

-- One second purge, never more: the unique index refuses another second of the same purge, and this one the
-- second of a second.
CREATE FUNCTION refuse_third_purge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM purge WHERE id = NEW.second_of_id AND second_of_id IS NOT NULL) THEN
    RAISE EXCEPTION 'a second purge is not repeated' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER purge_second_once BEFORE INSERT OR UPDATE OF second_of_id ON "purge"
  FOR EACH ROW WHEN (NEW.second_of_id IS NOT NULL) EXECUTE FUNCTION refuse_third_purge();

-- Whoever proves purges is told that there is one.
CREATE FUNCTION tell_proof() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('proof_work', '');
  RETURN NULL;
END;
$$;
CREATE TRIGGER proof_told AFTER INSERT ON "proof" FOR EACH STATEMENT EXECUTE FUNCTION tell_proof();
