-- AlterTable
ALTER TABLE "purge" ADD COLUMN     "on_behalf_of" TEXT,
ADD COLUMN     "reported_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "service_token" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "secret_digest" TEXT NOT NULL,
    "verbs" TEXT[],
    "zone_ids" TEXT[],
    "tenant_ids" TEXT[],
    "selector_kinds" "SelectorKind"[],
    "source" "TriggerSource" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,
    "last_used_at" TIMESTAMPTZ(3),
    "calls_per_second" INTEGER NOT NULL,
    "call_bucket" INTEGER NOT NULL,
    "calls_left" DOUBLE PRECISION NOT NULL,
    "calls_refilled_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "service_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "purge_tenant" (
    "purge_id" UUID NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "purge_tenant_pkey" PRIMARY KEY ("purge_id","tenant_id")
);

-- CreateIndex
CREATE INDEX "service_token_created_at_idx" ON "service_token"("created_at" DESC);

-- CreateIndex
CREATE INDEX "purge_tenant_tenant_id_requested_at_purge_id_idx" ON "purge_tenant"("tenant_id", "requested_at" DESC, "purge_id" DESC);

-- AddForeignKey
ALTER TABLE "purge_tenant" ADD CONSTRAINT "purge_tenant_purge_id_fkey" FOREIGN KEY ("purge_id") REFERENCES "purge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "purge_tenant" ADD CONSTRAINT "purge_tenant_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Whoever waits for what becomes of a purge, or shows it, is told when any of them has changed.
CREATE FUNCTION tell_purge_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('purge_changed', '');
  RETURN NULL;
END;
$$;
CREATE TRIGGER purge_change_told AFTER INSERT ON "purge_transition"
  FOR EACH STATEMENT EXECUTE FUNCTION tell_purge_changed();
