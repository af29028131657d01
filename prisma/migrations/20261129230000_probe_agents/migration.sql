-- AlterTable
ALTER TABLE "probe" ADD COLUMN     "place" TEXT;

-- CreateTable
CREATE TABLE "probe_agent" (
    "token_id" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "colos" TEXT[],

    CONSTRAINT "probe_agent_pkey" PRIMARY KEY ("token_id")
);

-- CreateTable
CREATE TABLE "probe_task" (
    "id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "request" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "leased_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "answer" JSONB,

    CONSTRAINT "probe_task_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "probe_task_open" ON "probe_task"("token_id", "created_at") WHERE (leased_at IS NULL);

-- CreateIndex
CREATE INDEX "probe_task_expires_at_idx" ON "probe_task"("expires_at");

-- AddForeignKey
ALTER TABLE "probe_agent" ADD CONSTRAINT "probe_agent_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "service_token"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "probe_task" ADD CONSTRAINT "probe_task_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "probe_agent"("token_id") ON DELETE RESTRICT ON UPDATE CASCADE;
