-- AlterTable
ALTER TABLE "probe" ADD COLUMN     "diagnosis_id" UUID;

-- AlterTable
ALTER TABLE "zone" ADD COLUMN     "origin_address" TEXT,
ADD COLUMN     "origin_header" TEXT,
ADD COLUMN     "origin_scheme" TEXT,
ADD COLUMN     "origin_secret" TEXT;

-- CreateTable
CREATE TABLE "diagnosis" (
    "id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "cause" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "evidence" TEXT[],
    "missing" TEXT[],
    "next_step" TEXT NOT NULL,
    "purge_id" UUID,
    "proposal" JSONB,
    "origin" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "diagnosis_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "diagnosis_created_at_id_idx" ON "diagnosis"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "diagnosis_tenant_id_created_at_id_idx" ON "diagnosis"("tenant_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "diagnosis_purge_id_idx" ON "diagnosis"("purge_id");

-- CreateIndex
CREATE INDEX "probe_diagnosis_id_idx" ON "probe"("diagnosis_id");

-- CreateIndex
CREATE INDEX "purge_of_everything" ON "purge"("zone_id", "requested_at" DESC) WHERE (selector_kind = 'everything'::"SelectorKind");

-- AddForeignKey
ALTER TABLE "diagnosis" ADD CONSTRAINT "diagnosis_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "diagnosis" ADD CONSTRAINT "diagnosis_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "diagnosis" ADD CONSTRAINT "diagnosis_purge_id_fkey" FOREIGN KEY ("purge_id") REFERENCES "purge"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "probe" ADD CONSTRAINT "probe_diagnosis_id_fkey" FOREIGN KEY ("diagnosis_id") REFERENCES "diagnosis"("id") ON DELETE SET NULL ON UPDATE CASCADE;
