-- AlterTable
ALTER TABLE "audit_entry" ADD COLUMN     "address" TEXT,
ADD COLUMN     "after" TEXT,
ADD COLUMN     "before" TEXT;

-- CreateTable
CREATE TABLE "audit_log" (
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_pending" (
    "position" BIGSERIAL NOT NULL,
    "entry_id" UUID NOT NULL,

    CONSTRAINT "audit_pending_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "audit_link" (
    "seq" BIGINT NOT NULL,
    "entry_id" UUID NOT NULL,
    "prev" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "audit_link_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_seal" (
    "number" BIGINT NOT NULL,
    "line" TEXT NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "audit_stub" (
    "last_seq" BIGINT NOT NULL,
    "line" TEXT NOT NULL,

    CONSTRAINT "audit_stub_pkey" PRIMARY KEY ("last_seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_link_entry_id_key" ON "audit_link"("entry_id");

-- The id of this record. Whoever replaces the whole of it cannot take the copies of its seals along.
INSERT INTO "audit_log" ("id", "created_at") VALUES (gen_random_uuid(), clock_timestamp());

-- Whatever program writes an entry, it waits to be chained from the moment it is committed.
CREATE FUNCTION note_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_pending (entry_id) SELECT id FROM after_rows;
  RETURN NULL;
END;
$$;
CREATE TRIGGER audit_entry_noted AFTER INSERT ON "audit_entry"
  REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION note_audit_entry();

-- What was recorded before there was a chain is chained as it stands now, the oldest first.
INSERT INTO "audit_pending" ("entry_id") SELECT "id" FROM "audit_entry" ORDER BY "at", "id";

-- Entries and links only grow, but for what a stub says was removed by retention. The stub's signature is for the
-- verifier: the database cannot check it.
CREATE FUNCTION refuse_audit_removal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  trimmed bigint := (SELECT max(last_seq) FROM audit_stub);
BEGIN
  IF TG_TABLE_NAME = 'audit_link' THEN
    IF NOT EXISTS (SELECT 1 FROM gone WHERE trimmed IS NULL OR seq > trimmed) THEN RETURN NULL; END IF;
  ELSIF NOT EXISTS (SELECT 1 FROM gone WHERE NOT EXISTS (
    SELECT 1 FROM audit_link l WHERE l.entry_id = gone.id AND l.seq <= trimmed)) THEN RETURN NULL;
  END IF;
  RAISE EXCEPTION 'audit entries are never changed or removed';
END;
$$;

DROP TRIGGER "audit_entry_append_only" ON "audit_entry";
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_entry_kept AFTER DELETE ON "audit_entry"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_removal();
CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR TRUNCATE ON "audit_link"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_link_kept AFTER DELETE ON "audit_link"
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_removal();
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_log"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_stub_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_stub"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- Removes what a stub covers, entries before links. With two roles it belongs to the owner: the console's role has
-- no right to delete, but may call this (docs/deployment.md).
CREATE FUNCTION trim_audit_record(through bigint) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  removed bigint;
BEGIN
  DELETE FROM audit_entry e USING audit_link l WHERE l.entry_id = e.id AND l.seq <= through;
  GET DIAGNOSTICS removed = ROW_COUNT;
  DELETE FROM audit_link WHERE seq <= through;
  RETURN removed;
END;
$$;
