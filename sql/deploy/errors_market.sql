INSERT INTO playerbot.errors (code, name, summary, hint, is_retryable) VALUES
(45600, 'bad_batch', 'Number or time of the batch is not acceptable', 'A random number from 1 to 18446744073709551615; a time that is not in the future', 0),
(45601, 'unknown_item', 'No price of this item was recorded', 'SELECT item_id FROM v_item_prices', 0);
