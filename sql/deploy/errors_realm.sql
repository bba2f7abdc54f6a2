INSERT INTO playerbot.errors (code, name, summary, hint, is_retryable) VALUES
(45203, 'guid_range', 'A guid is too large for the things of its character on this core', 'Choose a characters database with guids up to 33554431 for the embedded realm', 0),
(45204, 'bad_world', 'The world database lacks item_template of the 3.3.5 form', 'Name one that has it as WORLD_SCHEMA and deploy again', 0);
