-- AlterTable
ALTER TABLE "comparison" ADD COLUMN     "origin" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "variants" JSONB NOT NULL DEFAULT '[]';
