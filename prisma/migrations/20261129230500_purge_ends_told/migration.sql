-- Whoever waits for the end of a purge is told of ends alone: on its way there a purge changes its state twice before.
CREATE OR REPLACE FUNCTION tell_purge_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('purge_changed', '');
  IF EXISTS (SELECT 1 FROM after_rows WHERE to_status IN ('accepted', 'failed', 'cancelled')) THEN
    PERFORM pg_notify('purge_ended', '');
  END IF;
  RETURN NULL;
END;
$$;
DROP TRIGGER purge_change_told ON "purge_transition";
CREATE TRIGGER purge_change_told AFTER INSERT ON "purge_transition"
  REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_purge_changed();
