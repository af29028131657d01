-- DropIndex
DROP INDEX "person_email_key";

-- DropIndex
DROP INDEX "session_person_id_idx";

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "issuer" TEXT NOT NULL DEFAULT 'practice',
ADD COLUMN     "last_sign_in_at" TIMESTAMPTZ(3),
ADD COLUMN     "subject" TEXT,
ALTER COLUMN "role" DROP NOT NULL;

-- Until now there were the practice people alone, and their addresses are what they are known by.
UPDATE "person" SET "subject" = "email";
ALTER TABLE "person" ALTER COLUMN "subject" SET NOT NULL;
UPDATE "person" p SET "last_sign_in_at" = (SELECT max(s."created_at") FROM "session" s WHERE s."person_id" = p."id");

-- AlterTable
ALTER TABLE "session" ADD COLUMN     "address" TEXT,
ADD COLUMN     "authenticated_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3),
ADD COLUMN     "user_agent" TEXT;

-- Nobody noted when they were used last: those that are older than an idle session may be sign in anew.
UPDATE "session" SET "last_used_at" = "created_at", "authenticated_at" = "created_at";
ALTER TABLE "session" ALTER COLUMN "last_used_at" SET NOT NULL;

-- CreateTable
CREATE TABLE "sign_in_allowance" (
    "key" TEXT NOT NULL,
    "left" DOUBLE PRECISION NOT NULL,
    "refilled_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sign_in_allowance_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "sign_in_allowance_refilled_at_idx" ON "sign_in_allowance"("refilled_at");

-- CreateIndex
CREATE INDEX "person_email_id_idx" ON "person"("email", "id");

-- CreateIndex
CREATE UNIQUE INDEX "person_issuer_subject_key" ON "person"("issuer", "subject");

-- CreateIndex
CREATE INDEX "session_person_id_created_at_idx" ON "session"("person_id", "created_at" DESC);

-- Tells every process that somebody may be let in no longer, or otherwise: streams of changes ask again at once.
CREATE FUNCTION tell_access_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('access_changed', '');
  RETURN NULL;
END $$;

CREATE TRIGGER session_access_told AFTER UPDATE OF "revoked_at" ON "session"
FOR EACH ROW WHEN (OLD."revoked_at" IS DISTINCT FROM NEW."revoked_at")
EXECUTE FUNCTION tell_access_changed();

CREATE TRIGGER person_access_told AFTER UPDATE OF "role", "disabled_at" ON "person"
FOR EACH ROW WHEN (OLD."role" IS DISTINCT FROM NEW."role" OR OLD."disabled_at" IS DISTINCT FROM NEW."disabled_at")
EXECUTE FUNCTION tell_access_changed();

CREATE TRIGGER token_access_told AFTER UPDATE OF "revoked_at" ON "service_token"
FOR EACH ROW WHEN (OLD."revoked_at" IS DISTINCT FROM NEW."revoked_at")
EXECUTE FUNCTION tell_access_changed();
