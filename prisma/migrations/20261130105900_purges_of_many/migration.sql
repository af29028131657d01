-- Finds what may have reached any tenant of a zone, to explain a page that went cold.
CREATE INDEX "purge_of_many" ON "purge"("zone_id", "requested_at" DESC) WHERE (tier = ANY (ARRAY['shared'::text, 'everything'::text]));
