-- What a probe records beside the cache status, and how a page is to be probed. Probes that are there keep what
-- they have; what they did not record stays null.

-- AlterTable
ALTER TABLE "page" ADD COLUMN     "leave_out" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "secret_header" TEXT,
ADD COLUMN     "secret_name" TEXT,
ADD COLUMN     "variants" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "probe" ADD COLUMN     "cache_control" TEXT,
ADD COLUMN     "cache_tag" TEXT,
ADD COLUMN     "connect_ms" INTEGER,
ADD COLUMN     "content_encoding" TEXT,
ADD COLUMN     "dns_ms" INTEGER,
ADD COLUMN     "edge_date" TIMESTAMPTZ(3),
ADD COLUMN     "etag" TEXT,
ADD COLUMN     "findings" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "http_version" TEXT,
ADD COLUMN     "json_leaves" JSONB,
ADD COLUMN     "language" TEXT,
ADD COLUMN     "last_modified" TEXT,
ADD COLUMN     "redirect_stays" BOOLEAN,
ADD COLUMN     "redirect_to" TEXT,
ADD COLUMN     "sets_cookie" BOOLEAN,
ADD COLUMN     "tls_ms" INTEGER,
ADD COLUMN     "variant" TEXT,
ADD COLUMN     "vary" TEXT;

-- AlterTable
ALTER TABLE "zone" ADD COLUMN     "tenant_marker" TEXT;
