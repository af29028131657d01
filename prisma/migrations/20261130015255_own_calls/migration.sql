-- CreateIndex
CREATE INDEX "purge_call_own" ON "purge_call"("started_at" DESC) WHERE (sender !~~ 'reported by %'::text);
