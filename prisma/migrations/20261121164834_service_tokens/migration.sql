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

-- CreateIndex
CREATE INDEX "service_token_created_at_idx" ON "service_token"("created_at" DESC);
