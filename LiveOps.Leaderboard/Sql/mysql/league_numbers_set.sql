-- [{"l","n","s"}]: the last number of a cohort and of a place that was given; the rows are locked.
UPDATE JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l', n BIGINT PATH '$.n', s BIGINT PATH '$.s')) AS b
STRAIGHT_JOIN leagues AS l ON l.id = b.l
SET l.last_no = b.n, l.last_seat = b.s
