DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.refresh_equipment_templates()
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Makes equipment_templates anew from the items of the world; rows by hand (is_fixed) stay. A deployment does it once, while the table is
empty; call it when the world has other items. New characters wear it from the next start of the embedded realm on.
Parameters: none
Returns: templates (rows made), fixed (rows by hand), classes (that have something to wear)
Raises: 45204 bad_world (no item_template of the 3.3.5 form); 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_admin
Example: CALL playerbot.refresh_equipment_templates()'
BEGIN
  DECLARE v_made, v_fixed, v_classes INT UNSIGNED DEFAULT 0;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'refresh_equipment_templates', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  IF NOT playerbot._has_world_items() THEN
    CALL playerbot._raise('bad_world', 'refresh_equipment_templates', 'schema {world} has no item_template of the 3.3.5 form');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
      ROLLBACK;
      DROP TEMPORARY TABLE IF EXISTS playerbot.dress_rules, playerbot.dress_items;
      RESIGNAL;
    END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    CALL playerbot._refresh_equipment();
    SELECT SUM(t.is_fixed = 0), SUM(t.is_fixed = 1), COUNT(DISTINCT t.class) INTO v_made, v_fixed, v_classes FROM playerbot.equipment_templates t;
    CALL playerbot._audit('refresh_equipment_templates', NULL, NULL, JSON_OBJECT('templates', COALESCE(v_made, 0), 'fixed', COALESCE(v_fixed, 0)));
    COMMIT;
  END;
  SELECT COALESCE(v_made, 0) AS templates, COALESCE(v_fixed, 0) AS fixed, v_classes AS classes;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.refresh_equipment_templates TO playerbot_admin;
