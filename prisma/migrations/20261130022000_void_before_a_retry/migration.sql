-- An approval that became void before a retry ends its purge as failed: an earlier call may have been carried out,
-- so that it cannot be called cancelled.
INSERT INTO "purge_state_rule" VALUES ('queued', 'failed');
