-- A purge whose id changed would slip past the rules for its states.
-- The plan of its joins is made once for a session, mostly for a single row: with loops within loops a statement
-- that moves ten thousand purges would then compare a hundred million pairs.
CREATE OR REPLACE FUNCTION record_purge_update() RETURNS trigger LANGUAGE plpgsql
SET enable_nestloop = off AS $$
DECLARE
  illegal text;
BEGIN
  -- Old and new rows are told apart by their ids.
  IF EXISTS (SELECT 1 FROM after_rows a WHERE NOT EXISTS (
    SELECT 1 FROM before_rows b WHERE b.id = a.id)) THEN
    RAISE EXCEPTION 'a purge keeps its id' USING ERRCODE = 'check_violation';
  END IF;
  SELECT b.status || ' to ' || a.status INTO illegal
  FROM before_rows b JOIN after_rows a ON a.id = b.id
  WHERE a.status <> b.status AND NOT EXISTS (
    SELECT 1 FROM purge_state_rule r WHERE r.from_status = b.status AND r.to_status = a.status)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a purge does not go from %', illegal USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO purge_transition (purge_id, from_status, to_status, cause, at)
  SELECT a.id, b.status, a.status, a.status_cause, clock_timestamp()
  FROM before_rows b JOIN after_rows a ON a.id = b.id WHERE a.status <> b.status;
  IF EXISTS (SELECT 1 FROM before_rows b JOIN after_rows a ON a.id = b.id
    WHERE a.status <> b.status AND a.status IN ('queued', 'scheduled')) THEN
    PERFORM pg_notify('purge_queue', '');
  END IF;
  RETURN NULL;
END;
$$;

-- A burst is large against what waited before, and small against the history: statistics have to follow it.
ALTER TABLE "purge" SET (autovacuum_analyze_scale_factor = 0.01, autovacuum_vacuum_scale_factor = 0.02);
