-- CreateTable
CREATE TABLE "watch" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "round_at" TIMESTAMPTZ(3),

    CONSTRAINT "watch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "watch_page" (
    "watch_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "seen" TEXT[],
    "at" TIMESTAMPTZ(3),
    "http_status" INTEGER,
    "age" INTEGER,
    "colo" TEXT,
    "ttfb_ms" INTEGER,
    "error" TEXT,

    CONSTRAINT "watch_page_pkey" PRIMARY KEY ("watch_id","position")
);

-- CreateIndex
CREATE INDEX "watch_person_id_started_at_idx" ON "watch"("person_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "watch_page_tenant_id_idx" ON "watch_page"("tenant_id");

-- AddForeignKey
ALTER TABLE "watch" ADD CONSTRAINT "watch_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "watch_page" ADD CONSTRAINT "watch_page_watch_id_fkey" FOREIGN KEY ("watch_id") REFERENCES "watch"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "watch_page" ADD CONSTRAINT "watch_page_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
