-- {"id","players":[…]}, after their rows are locked: how many grants each player has, and the one of this id, if there is one.
SELECT b.player_id, (SELECT COUNT(*) FROM grants AS n WHERE n.player_id = b.player_id), g.fingerprint, g.document
FROM JSON_TABLE(@batch, '$' COLUMNS (
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.id',
    NESTED PATH '$.players[*]' COLUMNS (player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$'))) AS b
LEFT JOIN grants AS g ON g.player_id = b.player_id AND g.grant_id = b.id
