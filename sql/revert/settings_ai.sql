SET SESSION system_versioning_alter_history = KEEP;
DELETE FROM playerbot.settings WHERE kind IN ('hours', 'shares') OR name IN ('population_session_s', 'population_retire_level', 'population_login_per_s',
  'population_create_per_s', 'quest_timeout_s', 'group_percent', 'combat_flee_percent', 'combat_rest_percent');
ALTER TABLE playerbot.settings DROP CONSTRAINT IF EXISTS chk_setting_hours, DROP CONSTRAINT IF EXISTS chk_setting_shares,
  MODIFY kind ENUM('integer','boolean','choice','domain') NOT NULL COMMENT 'What values are legal';
