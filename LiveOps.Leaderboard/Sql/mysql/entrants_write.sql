-- [{"e","u","n"}], sorted.
INSERT INTO entrants (event, player, attempts)
SELECT b.e, b.u, b.n FROM JSON_TABLE(@batch, '$[*]' COLUMNS (e VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.e', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u', n INT PATH '$.n')) AS b
ON DUPLICATE KEY UPDATE attempts = b.n
