-- [{"p","u","v"}], sorted: entries that Redis has been given. What was changed again meanwhile is still owed.
DELETE o FROM JSON_TABLE(@batch, '$[*]' COLUMNS (p INT PATH '$.p', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u', v BIGINT PATH '$.v')) AS b
STRAIGHT_JOIN owed AS o ON o.period = b.p AND o.player = b.u AND o.version = b.v
