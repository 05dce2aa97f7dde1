-- [{"p"}]
INSERT IGNORE INTO cancelled (period)
SELECT b.p FROM JSON_TABLE(@batch, '$[*]' COLUMNS (p INT PATH '$.p')) AS b
