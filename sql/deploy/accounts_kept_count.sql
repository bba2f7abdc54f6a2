-- A lowered max_characters_per_account keeps what is there: a fix must know what was kept on purpose.
SET SESSION system_versioning_alter_history = KEEP;
ALTER TABLE playerbot.accounts
  ADD COLUMN IF NOT EXISTS kept_count SMALLINT UNSIGNED NOT NULL DEFAULT 0 WITHOUT SYSTEM VERSIONING
    COMMENT 'Characters that a lowered setting lets it keep, 0 for none' AFTER excess_count;
