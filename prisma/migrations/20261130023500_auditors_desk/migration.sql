-- The auditor's desk: samples drawn by lot, what was noted of them, and comparisons with Cloudflare's audit log.

-- CreateTable
CREATE TABLE "desk_sample" (
    "id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "asked" JSONB NOT NULL,
    "seed" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "population" INTEGER NOT NULL,
    "population_digest" TEXT NOT NULL,
    "entry_ids" UUID[],
    "drawn_by_id" UUID NOT NULL,
    "drawn_by" TEXT NOT NULL,
    "drawn_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "desk_sample_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "desk_sign_off" (
    "id" UUID NOT NULL,
    "sample_id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "finding" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "signed_by_id" UUID NOT NULL,
    "signed_by" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "desk_sign_off_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconciliation" (
    "id" UUID NOT NULL,
    "from_time" TIMESTAMPTZ(3) NOT NULL,
    "to_time" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_id" UUID,
    "leased_until" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "state" TEXT,
    "accounts" JSONB NOT NULL DEFAULT '[]',
    "counts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "reconciliation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconciliation_finding" (
    "id" UUID NOT NULL,
    "reconciliation_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "zone_id" TEXT,
    "zone_name" TEXT,
    "what" TEXT,
    "actor" TEXT,
    "cf_ray" TEXT,
    "log_id" TEXT,
    "call_id" UUID,
    "purge_id" UUID,
    "note" TEXT NOT NULL,

    CONSTRAINT "reconciliation_finding_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "desk_sample_drawn_at_id_idx" ON "desk_sample"("drawn_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "desk_sign_off_sample_id_entry_id_idx" ON "desk_sign_off"("sample_id", "entry_id");

-- CreateIndex
CREATE INDEX "reconciliation_asked_at_id_idx" ON "reconciliation"("asked_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "reconciliation_daily" ON "reconciliation"("from_time", "to_time") WHERE (asked_by IS NULL);

-- CreateIndex
CREATE INDEX "reconciliation_finding_reconciliation_id_at_id_idx" ON "reconciliation_finding"("reconciliation_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_asked" ON "audit_entry"("action", "at" DESC, "id" DESC) WHERE (action = ANY (ARRAY['purge.request'::text, 'purge.break_glass'::text, 'approval.approve'::text, 'approval.deny'::text, 'purge.fail'::text]));

-- CreateIndex
CREATE INDEX "audit_entry_later" ON "audit_entry"("subject_id", "action") WHERE (action = ANY (ARRAY['approval.approve'::text, 'break_glass.review'::text, 'purge.fail'::text, 'purge.accept'::text, 'purge.resolve'::text]));

-- AddForeignKey
ALTER TABLE "desk_sign_off" ADD CONSTRAINT "desk_sign_off_sample_id_fkey" FOREIGN KEY ("sample_id") REFERENCES "desk_sample"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reconciliation_finding" ADD CONSTRAINT "reconciliation_finding_reconciliation_id_fkey" FOREIGN KEY ("reconciliation_id") REFERENCES "reconciliation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Samples, notes and findings are records: they are added to and never changed or removed.
CREATE FUNCTION refuse_desk_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what auditors drew, noted and found is never changed or removed';
END;
$$;
CREATE TRIGGER desk_sample_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "desk_sample"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_desk_change();
CREATE TRIGGER desk_sign_off_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "desk_sign_off"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_desk_change();
CREATE TRIGGER reconciliation_finding_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "reconciliation_finding"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_desk_change();
-- A comparison that has ended stays as it ended.
CREATE TRIGGER reconciliation_no_removal BEFORE DELETE OR TRUNCATE ON "reconciliation"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_desk_change();
CREATE TRIGGER reconciliation_ends_once BEFORE UPDATE ON "reconciliation"
  FOR EACH ROW WHEN (OLD."finished_at" IS NOT NULL) EXECUTE FUNCTION refuse_desk_change();
