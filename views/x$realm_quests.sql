-- Row: one quest of the world database, as quest_template and quest_template_addon have it. Columns: quest_id, level (below 0: the
-- character's), level_min, level_max (0: none), zone (below 1: none), group_size, difficulty (RewardXPDifficulty), money, start_item,
-- flags, special_flags, time_limit_s, class_mask, race_mask (0: all), previous_quest, next_quest, exclusive_group, title, then
-- npc_1 .. npc_4 with npc_count_N and npc_talk_N (1: to talk to; npc below 0: a thing, not a creature), item_1 .. item_6 with
-- item_count_N, reward_1 .. reward_4 with reward_count_N, choice_1 .. choice_6 with choice_count_N.
-- Read by: agent. Example: SELECT title FROM playerbot.x$realm_quests WHERE quest_id = 1001
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_quests AS
SELECT q.ID AS quest_id, q.QuestLevel AS level, q.MinLevel AS level_min, COALESCE(a.MaxLevel, 0) AS level_max, q.QuestSortID AS zone, q.SuggestedGroupNum AS group_size,
       q.RewardXPDifficulty AS difficulty, q.RewardMoney AS money, q.StartItem AS start_item, q.Flags AS flags, COALESCE(a.SpecialFlags, 0) AS special_flags,
       q.TimeAllowed AS time_limit_s, COALESCE(a.AllowableClasses, 0) AS class_mask, q.AllowableRaces AS race_mask, COALESCE(a.PrevQuestID, 0) AS previous_quest,
       COALESCE(a.NextQuestID, 0) AS next_quest, COALESCE(a.ExclusiveGroup, 0) AS exclusive_group, q.LogTitle AS title,
       q.RequiredNpcOrGo1 AS npc_1, q.RequiredNpcOrGoCount1 AS npc_count_1, COALESCE(c1.npcflag > 0, 0) AS npc_talk_1,
       q.RequiredNpcOrGo2 AS npc_2, q.RequiredNpcOrGoCount2 AS npc_count_2, COALESCE(c2.npcflag > 0, 0) AS npc_talk_2,
       q.RequiredNpcOrGo3 AS npc_3, q.RequiredNpcOrGoCount3 AS npc_count_3, COALESCE(c3.npcflag > 0, 0) AS npc_talk_3,
       q.RequiredNpcOrGo4 AS npc_4, q.RequiredNpcOrGoCount4 AS npc_count_4, COALESCE(c4.npcflag > 0, 0) AS npc_talk_4,
       q.RequiredItemId1 AS item_1, q.RequiredItemCount1 AS item_count_1, q.RequiredItemId2 AS item_2, q.RequiredItemCount2 AS item_count_2, q.RequiredItemId3 AS item_3, q.RequiredItemCount3 AS item_count_3,
       q.RequiredItemId4 AS item_4, q.RequiredItemCount4 AS item_count_4, q.RequiredItemId5 AS item_5, q.RequiredItemCount5 AS item_count_5, q.RequiredItemId6 AS item_6, q.RequiredItemCount6 AS item_count_6,
       q.RewardItem1 AS reward_1, q.RewardAmount1 AS reward_count_1, q.RewardItem2 AS reward_2, q.RewardAmount2 AS reward_count_2, q.RewardItem3 AS reward_3, q.RewardAmount3 AS reward_count_3, q.RewardItem4 AS reward_4, q.RewardAmount4 AS reward_count_4,
       q.RewardChoiceItemID1 AS choice_1, q.RewardChoiceItemQuantity1 AS choice_count_1, q.RewardChoiceItemID2 AS choice_2, q.RewardChoiceItemQuantity2 AS choice_count_2, q.RewardChoiceItemID3 AS choice_3, q.RewardChoiceItemQuantity3 AS choice_count_3,
       q.RewardChoiceItemID4 AS choice_4, q.RewardChoiceItemQuantity4 AS choice_count_4, q.RewardChoiceItemID5 AS choice_5, q.RewardChoiceItemQuantity5 AS choice_count_5, q.RewardChoiceItemID6 AS choice_6, q.RewardChoiceItemQuantity6 AS choice_count_6
  FROM world.quest_template q LEFT JOIN world.quest_template_addon a ON a.ID = q.ID
  LEFT JOIN world.creature_template c1 ON c1.entry = q.RequiredNpcOrGo1
  LEFT JOIN world.creature_template c2 ON c2.entry = q.RequiredNpcOrGo2
  LEFT JOIN world.creature_template c3 ON c3.entry = q.RequiredNpcOrGo3
  LEFT JOIN world.creature_template c4 ON c4.entry = q.RequiredNpcOrGo4;
GRANT SELECT ON playerbot.x$realm_quests TO playerbot_agent, playerbot_admin;
