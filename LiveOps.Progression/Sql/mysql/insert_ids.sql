-- {"unit","hour","ids"}: ids in hex, sorted, so that two transactions never wait for each other in a circle. Returns those that are new.
-- The batch is read once, by NESTED PATH: JSON_EXTRACT beside it would read it whole again for each row (4,000 ids: 6 s, not 70 ms).
INSERT IGNORE INTO applied_events (id, applied_hour, applied_in)
SELECT UNHEX(b.id), b.hour, UNHEX(b.unit)
FROM JSON_TABLE(@batch, '$' COLUMNS (
    unit CHAR(32) CHARACTER SET ascii PATH '$.unit', hour INT PATH '$.hour', NESTED PATH '$.ids[*]' COLUMNS (id CHAR(32) CHARACTER SET ascii PATH '$'))) AS b;
SELECT a.id
FROM JSON_TABLE(@batch, '$' COLUMNS (
    unit CHAR(32) CHARACTER SET ascii PATH '$.unit', NESTED PATH '$.ids[*]' COLUMNS (id CHAR(32) CHARACTER SET ascii PATH '$'))) AS b
STRAIGHT_JOIN applied_events AS a ON a.id = UNHEX(b.id) AND a.applied_in = UNHEX(b.unit)
