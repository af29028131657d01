-- A new console begins with a policy that asks for a recent sign-in before wide purges. Where people have come in
-- already the versions stay what was in force, and admins turn it on by a version of their own.
ALTER TABLE "purge_policy_version" DISABLE TRIGGER purge_policy_version_append_only;
UPDATE "purge_policy_version"
SET policy = jsonb_set(jsonb_set(policy, '{tiers,shared,signInMinutes}', '60'),
  '{tiers,everything,signInMinutes}', '15')
WHERE NOT EXISTS (SELECT 1 FROM "person")
  AND NOT EXISTS (SELECT 1 FROM "purge_policy_version" WHERE version > 1);
ALTER TABLE "purge_policy_version" ENABLE TRIGGER purge_policy_version_append_only;
