SET SESSION system_versioning_alter_history = KEEP;
ALTER TABLE playerbot.accounts DROP COLUMN IF EXISTS kept_count;
