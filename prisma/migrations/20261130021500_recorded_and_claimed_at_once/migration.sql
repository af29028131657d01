-- A purge may be recorded together with the call that carries it: it was asked for and queued, and was taken along in
-- the same moment. Both changes are written down, and nobody is told of a queue in which nothing waits. Without a call
-- on record that is open no purge begins as sending.
CREATE OR REPLACE FUNCTION record_purge_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM after_rows r WHERE r.status = 'cancelled' OR (r.status = 'sending'
    AND (r.attempt_count <> 1 OR NOT EXISTS (
      SELECT 1 FROM purge_call c WHERE c.id = r.call_id AND c.finished_at IS NULL)))) THEN
    RAISE EXCEPTION 'a purge does not begin as sending or cancelled' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO purge_transition (purge_id, from_status, to_status, cause, at)
  SELECT r.id, s.from_status, s.to_status, s.cause, COALESCE(r.finished_at, clock_timestamp())
  FROM after_rows r CROSS JOIN LATERAL (
    SELECT 1 AS step, NULL::"PurgeStatus" AS from_status,
      CASE r.status WHEN 'sending' THEN 'queued' ELSE r.status END AS to_status,
      CASE r.status WHEN 'sending' THEN 'Requested by ' || r.actor_name || '.' ELSE r.status_cause END AS cause
    UNION ALL
    SELECT 2, 'queued', 'sending', r.status_cause WHERE r.status = 'sending') s
  ORDER BY s.step;
  IF EXISTS (SELECT 1 FROM after_rows WHERE status IN ('queued', 'scheduled')) THEN
    PERFORM pg_notify('purge_queue', '');
  END IF;
  RETURN NULL;
END;
$$;

-- Whoever proves purges is told of the ends of those that are to be proven, which are few, and not of every change.
CREATE OR REPLACE FUNCTION tell_purge_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('purge_changed', '');
  IF EXISTS (SELECT 1 FROM after_rows WHERE to_status IN ('accepted', 'failed', 'cancelled')) THEN
    PERFORM pg_notify('purge_ended', '');
    IF EXISTS (SELECT 1 FROM after_rows a JOIN proof f ON f.purge_id = a.purge_id WHERE f.state = 'sending') THEN
      PERFORM pg_notify('proof_work', '');
    END IF;
  END IF;
  RETURN NULL;
END;
$$;
