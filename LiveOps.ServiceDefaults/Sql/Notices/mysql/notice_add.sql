-- [{"player","content"}]
INSERT INTO notices (number, player, content)
SELECT 0, b.player, b.content
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (o FOR ORDINALITY, player VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.player', content TEXT CHARACTER SET ascii COLLATE ascii_bin PATH '$.content')) AS b
ORDER BY b.o
