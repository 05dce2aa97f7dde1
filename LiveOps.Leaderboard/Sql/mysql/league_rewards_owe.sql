-- [{"r","u","a","t"}]: what players have earned.
INSERT INTO rewards_owed (reward, player, reached_at, at)
SELECT b.r, b.u, b.a, b.t FROM JSON_TABLE(@batch, '$[*]' COLUMNS (r VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.r', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u', a BIGINT PATH '$.a', t BIGINT PATH '$.t')) AS b
