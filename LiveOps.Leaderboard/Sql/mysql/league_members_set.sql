-- [{"l","p","u","n","s"}]: players and the cohorts that they are in; 0 waits for one.
INSERT INTO league_members (league, period, player, cohort, seat)
SELECT b.l, b.p, b.u, b.n, b.s FROM JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l', p INT PATH '$.p', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u', n BIGINT PATH '$.n', s BIGINT PATH '$.s')) AS b
ON DUPLICATE KEY UPDATE cohort = b.n
