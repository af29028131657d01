-- What begins with a text, whatever the database's collation. Indexes of expressions, which schema.prisma cannot
-- name and leaves alone.
CREATE INDEX "tenant_slug_beginning" ON "tenant" (lower("slug") text_pattern_ops);
CREATE INDEX "tenant_folded_id_beginning" ON "tenant" (lower("folded_id") text_pattern_ops);
