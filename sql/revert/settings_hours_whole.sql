SET SESSION system_versioning_alter_history = KEEP;
ALTER TABLE playerbot.settings
  DROP CONSTRAINT IF EXISTS chk_setting_hours,
  ADD CONSTRAINT chk_setting_hours CHECK (kind <> 'hours' OR value RLIKE '^(100|[0-9]{1,2})(,(100|[0-9]{1,2})){0,23}$');
