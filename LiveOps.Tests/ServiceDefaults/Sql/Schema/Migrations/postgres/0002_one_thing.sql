INSERT INTO things VALUES ('one', 1);
