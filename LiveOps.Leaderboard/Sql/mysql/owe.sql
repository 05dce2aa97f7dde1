-- [{"p","u","v"}], sorted: entries that Redis is to be given.
INSERT INTO owed (period, player, version)
SELECT b.p, b.u, b.v
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (p INT PATH '$.p', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u', v BIGINT PATH '$.v')) AS b
ON DUPLICATE KEY UPDATE version = b.v
