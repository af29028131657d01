-- Each purge is recorded by a statement that could add a proof, and nearly none does: whoever proves purges is told
-- only when there is one.
CREATE OR REPLACE FUNCTION tell_proof() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM after_rows) THEN
    PERFORM pg_notify('proof_work', '');
  END IF;
  RETURN NULL;
END;
$$;
DROP TRIGGER proof_told ON "proof";
CREATE TRIGGER proof_told AFTER INSERT ON "proof"
  REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_proof();
