-- {"job","from","players":[…]}
INSERT INTO grant_players (job, position, player_id)
SELECT b.job, b.first + b.number - 1, b.player_id
FROM JSON_TABLE(@batch, '$' COLUMNS (
    job VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.job', first INT PATH '$.from',
    NESTED PATH '$.players[*]' COLUMNS (number FOR ORDINALITY, player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$'))) AS b
