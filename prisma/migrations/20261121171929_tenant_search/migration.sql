-- CreateIndex
CREATE INDEX "tenant_slug_beginning" ON "tenant"("slug" text_pattern_ops);

-- CreateIndex
CREATE INDEX "tenant_folded_id_beginning" ON "tenant"("folded_id" text_pattern_ops);
