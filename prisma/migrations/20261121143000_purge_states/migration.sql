-- A migration of its own: a new value of an enum cannot be used in the transaction that adds it.
ALTER TYPE "PurgeStatus" ADD VALUE 'awaiting_approval' BEFORE 'queued';
ALTER TYPE "PurgeStatus" ADD VALUE 'scheduled' BEFORE 'queued';
ALTER TYPE "PurgeStatus" ADD VALUE 'cancelled';
