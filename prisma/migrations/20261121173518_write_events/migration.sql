-- CreateEnum
CREATE TYPE "WritePhase" AS ENUM ('began', 'committed', 'failed');

-- CreateTable
CREATE TABLE "write_event" (
    "id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "phase" "WritePhase" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "trace_id" TEXT,
    "tags" TEXT[],
    "paths" TEXT[],
    "service" TEXT NOT NULL,
    "summary" TEXT,
    "actor_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "write_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "write_event_tenant_id_at_idx" ON "write_event"("tenant_id", "at" DESC);

-- CreateIndex
CREATE INDEX "write_event_trace_id_idx" ON "write_event" USING HASH ("trace_id");

-- CreateIndex
CREATE INDEX "write_event_tags_idx" ON "write_event" USING GIN ("tags");

-- CreateIndex
CREATE UNIQUE INDEX "write_event_actor_id_event_id_key" ON "write_event"("actor_id", "event_id");

-- CreateIndex
CREATE INDEX "purge_trace_id_idx" ON "purge" USING HASH ("trace_id");

-- AddForeignKey
ALTER TABLE "write_event" ADD CONSTRAINT "write_event_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
