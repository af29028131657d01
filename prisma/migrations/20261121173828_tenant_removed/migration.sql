-- AlterTable
ALTER TABLE "tenant" ADD COLUMN     "removed_at" TIMESTAMPTZ(3);
