-- [{"l","n","p","d","t"}]: cohorts and how many places of theirs are taken.
INSERT INTO league_cohorts (league, no, period, division, taken)
SELECT b.l, b.n, b.p, b.d, b.t FROM JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l', n BIGINT PATH '$.n', p INT PATH '$.p', d INT PATH '$.d', t INT PATH '$.t')) AS b
ON DUPLICATE KEY UPDATE taken = b.t
