-- hours: one percentage, or 24 with commas between. shares: NAME:WEIGHT with blanks between, or nothing.
SET SESSION system_versioning_alter_history = KEEP;
ALTER TABLE playerbot.settings
  MODIFY kind ENUM('integer','boolean','choice','domain','hours','shares') NOT NULL COMMENT 'What values are legal',
  ADD CONSTRAINT chk_setting_hours CHECK (kind <> 'hours' OR value RLIKE '^(100|[0-9]{1,2})(,(100|[0-9]{1,2})){0,23}$'),
  ADD CONSTRAINT chk_setting_shares CHECK (kind <> 'shares' OR value = '' OR value RLIKE '^[a-z]{1,19}:[0-9]{1,5}( [a-z]{1,19}:[0-9]{1,5}){0,11}$');
INSERT INTO playerbot.settings (name, value, unit, kind, minimum, maximum, choices, is_live, description) VALUES
('population_schedule', '100', '%', 'hours', NULL, NULL, NULL, 1, 'Share of the bots that is in the world by hour (UTC): one number, or 24 with commas between'),
('population_races', '', '', 'shares', NULL, NULL, NULL, 1, 'Shares of races of new characters, such as human:20 orc:15; empty: all alike'),
('population_classes', '', '', 'shares', NULL, NULL, NULL, 1, 'Shares of classes of new characters, such as mage:10; empty: all alike, without death knights'),
('population_session_s', '0', 's', 'integer', 0, 604800, NULL, 1, 'A bot leaves after about this long if another waits to come; 0: bots stay'),
('population_retire_level', '0', '', 'integer', 0, 80, NULL, 1, 'Bots that reach it are deleted and new ones begin; 0: never'),
('population_login_per_s', '500', 'logins/s', 'integer', 1, 100000, NULL, 1, 'Logins of one agent at most'),
('population_create_per_s', '1000', 'characters/s', 'integer', 1, 100000, NULL, 1, 'New characters of one agent at most'),
('quest_timeout_s', '900', 's', 'integer', 30, 86400, NULL, 1, 'A quest without progress for so long is abandoned'),
('group_percent', '20', '%', 'integer', 0, 100, NULL, 1, 'Bots that look for a group'),
('combat_flee_percent', '20', '%', 'integer', 0, 90, NULL, 1, 'Health below which a bot runs from a fight that it would lose'),
('combat_rest_percent', '50', '%', 'integer', 0, 95, NULL, 1, 'Health below which a bot rests before the next fight');
