-- {"player_id","note_id","at","author","text","most"}: nothing where it is there, or as many as there may be.
INSERT IGNORE INTO notes (player_id, note_id, at, author, text)
SELECT b.player_id, b.note_id, b.at, b.author, b.text
FROM JSON_TABLE(@batch, '$' COLUMNS (
    player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.player_id', note_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.note_id',
    at BIGINT PATH '$.at', author VARCHAR(64) CHARACTER SET utf8mb4 PATH '$.author', text TEXT CHARACTER SET utf8mb4 PATH '$.text', most INT PATH '$.most')) AS b
WHERE (SELECT COUNT(*) FROM notes AS n WHERE n.player_id = b.player_id) < b.most
