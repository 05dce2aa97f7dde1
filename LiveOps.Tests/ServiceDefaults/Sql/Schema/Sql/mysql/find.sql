SELECT t.id, t.count FROM JSON_TABLE(@batch, '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.id')) AS b JOIN things AS t ON t.id = b.id ORDER BY t.id
