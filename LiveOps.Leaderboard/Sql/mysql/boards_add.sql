INSERT IGNORE INTO boards (name, descending)
SELECT b.name, b.descending = 'true' FROM JSON_TABLE(@batch, '$[*]' COLUMNS (name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.name', descending VARCHAR(5) PATH '$.descending')) AS b
