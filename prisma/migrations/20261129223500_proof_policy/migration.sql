-- How long a purge waits for its before-probes follows from its own times.
ALTER TABLE "proof" DROP COLUMN "hold_until";

-- The overview counts all proofs that ended lately.
DROP INDEX "proof_not_verified";
CREATE INDEX "proof_ended" ON "proof"("ended_at" DESC);
