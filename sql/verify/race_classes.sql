SELECT 1 / (COUNT(*) = 62) FROM playerbot.race_classes WHERE race > 0 AND class > 0 AND race_name <> class_name;
