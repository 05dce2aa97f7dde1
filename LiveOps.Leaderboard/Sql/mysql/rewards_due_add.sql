-- [{"p","r","f","l","a"}]: what the best of periods that close earn.
INSERT IGNORE INTO rewards_due (period, reward, first_rank, last_rank, at)
SELECT b.p, b.r, b.f, b.l, b.a
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (p INT PATH '$.p', r VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.r', f INT PATH '$.f', l INT PATH '$.l', a BIGINT PATH '$.a')) AS b
