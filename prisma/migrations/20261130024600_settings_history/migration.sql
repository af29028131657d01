-- CreateIndex
CREATE INDEX "audit_entry_of_setting" ON "audit_entry"("subject_kind", "subject_id", "at" DESC, "id" DESC) WHERE (subject_kind = ANY (ARRAY['zone'::text, 'tag_plan'::text, 'policy'::text, 'person'::text, 'token'::text]));

-- CreateIndex
CREATE INDEX "probe_with_tags" ON "probe"("started_at" DESC) WHERE (cache_tag IS NOT NULL);
