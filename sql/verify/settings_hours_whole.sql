SELECT 1 / (COUNT(*) = 1) FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = '{playerbot}' AND CONSTRAINT_NAME = 'chk_setting_hours' AND CHECK_CLAUSE LIKE '%{23})?$%';
