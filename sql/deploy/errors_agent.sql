INSERT INTO playerbot.errors (code, name, summary, hint, is_retryable) VALUES
(45110, 'bad_credentials', 'Salt or verifier is not acceptable', 'Hexadecimal digits of SRP6 values that are not constant; playerbotctl makes them', 0),
(45202, 'bad_rows', 'The rows are no JSON array of the wanted objects', 'See the message and the routine''s comment', 0);
