-- CreateEnum
CREATE TYPE "CanaryOutcome" AS ENUM ('passed', 'failed', 'unclear', 'not_tested');

-- CreateTable
CREATE TABLE "canary" (
    "zone_id" VARCHAR(32) NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "edit_url" TEXT,
    "object_tags" TEXT[],
    "every_hours" INTEGER,
    "old_after_days" INTEGER NOT NULL,
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "canary_pkey" PRIMARY KEY ("zone_id")
);

-- CreateTable
CREATE TABLE "canary_run" (
    "id" UUID NOT NULL,
    "zone_id" VARCHAR(32) NOT NULL,
    "asked_by" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "lease_id" UUID,
    "leased_until" TIMESTAMPTZ(3),
    "taken_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "canary_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "canary_result" (
    "run_id" UUID NOT NULL,
    "pattern" TEXT NOT NULL,
    "zone_id" VARCHAR(32) NOT NULL,
    "outcome" "CanaryOutcome" NOT NULL,
    "why" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "purge_id" UUID,
    "comparison_id" UUID,

    CONSTRAINT "canary_result_pkey" PRIMARY KEY ("run_id","pattern")
);

-- CreateIndex
CREATE INDEX "canary_next_at_idx" ON "canary"("next_at");

-- CreateIndex
CREATE INDEX "canary_run_zone_id_asked_at_idx" ON "canary_run"("zone_id", "asked_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "canary_run_open" ON "canary_run"("zone_id") WHERE (finished_at IS NULL);

-- CreateIndex
CREATE INDEX "canary_result_zone_id_pattern_at_idx" ON "canary_result"("zone_id", "pattern", "at" DESC);

-- AddForeignKey
ALTER TABLE "canary" ADD CONSTRAINT "canary_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "canary" ADD CONSTRAINT "canary_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "canary" ADD CONSTRAINT "canary_control_id_fkey" FOREIGN KEY ("control_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "canary_run" ADD CONSTRAINT "canary_run_zone_id_fkey" FOREIGN KEY ("zone_id") REFERENCES "zone"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "canary_result" ADD CONSTRAINT "canary_result_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "canary_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
