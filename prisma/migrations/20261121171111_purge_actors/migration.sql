-- CreateTable
CREATE TABLE "purge_actor" (
    "name" TEXT NOT NULL,

    CONSTRAINT "purge_actor_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "purge_actor_name_requested_at_id_idx" ON "purge"("actor_name", "requested_at" DESC, "id" DESC);

INSERT INTO "purge_actor" ("name") SELECT DISTINCT "actor_name" FROM "purge";

CREATE FUNCTION remember_purge_actor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Most names are there: asking first keeps writers of one name from waiting for each other.
  INSERT INTO purge_actor (name)
  SELECT DISTINCT a.actor_name FROM after_rows a
  WHERE NOT EXISTS (SELECT 1 FROM purge_actor known WHERE known.name = a.actor_name)
  ORDER BY 1
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END;
$$;
CREATE TRIGGER purge_actor_remembered AFTER INSERT ON "purge"
  REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION remember_purge_actor();
