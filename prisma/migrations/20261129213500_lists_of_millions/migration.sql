-- DropIndex
DROP INDEX "purge_ticket_idx";

-- CreateIndex
CREATE INDEX "purge_ticket_url_idx" ON "purge"("ticket_url") WHERE (ticket_url IS NOT NULL);

-- CreateIndex
CREATE INDEX "purge_open" ON "purge"("requested_at" DESC, "id" DESC) WHERE ((status = 'failed'::"PurgeStatus") AND (resolved_at IS NULL));

-- Tickets whatever their case, newest first: an index of an expression, which schema.prisma cannot name and leaves alone.
CREATE INDEX "purge_ticket" ON "purge" (lower("ticket"), "requested_at" DESC, "id" DESC) WHERE "ticket" IS NOT NULL;
