SELECT class, specialization, level_min, level_max, slot, item_entry, score, is_fixed FROM playerbot.equipment_templates WHERE FALSE;
