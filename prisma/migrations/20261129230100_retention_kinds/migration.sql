-- AlterEnum
ALTER TYPE "RetentionKind" ADD VALUE 'diagnosis';
ALTER TYPE "RetentionKind" ADD VALUE 'watch';
