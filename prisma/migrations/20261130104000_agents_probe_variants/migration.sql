-- An agent from before this does not send what asks for a page's variants, and is asked for the default one alone.
ALTER TABLE "probe_agent" ADD COLUMN "variants" BOOLEAN NOT NULL DEFAULT false;
