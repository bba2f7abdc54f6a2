DROP TABLE IF EXISTS playerbot.equipment_templates;
