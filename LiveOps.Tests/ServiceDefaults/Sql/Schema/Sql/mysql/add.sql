INSERT INTO things (id, count)
SELECT b.id, b.count FROM JSON_TABLE(@batch, '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.id', count BIGINT PATH '$.count')) AS b
ON DUPLICATE KEY UPDATE count = things.count + VALUES(count)
