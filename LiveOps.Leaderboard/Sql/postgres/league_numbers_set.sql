-- [{"l","n","s"}]: the last number of a cohort and of a place that was given; the rows are locked.
UPDATE leagues AS l SET last_no = b.n, last_seat = b.s
FROM json_to_recordset(@batch::json) AS b (l int, n bigint, s bigint)
WHERE l.id = b.l
