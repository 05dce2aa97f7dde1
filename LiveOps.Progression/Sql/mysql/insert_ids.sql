-- {"unit","hour","ids"}: ids in hex, sorted, so that two transactions never wait for each other in a circle. Returns those that are new.
INSERT IGNORE INTO applied_events (id, applied_hour, applied_in)
SELECT UNHEX(b.id), JSON_EXTRACT(@batch, '$.hour'), UNHEX(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.unit')))
FROM JSON_TABLE(@batch, '$.ids[*]' COLUMNS (id CHAR(32) PATH '$')) AS b;
SELECT a.id
FROM JSON_TABLE(@batch, '$.ids[*]' COLUMNS (id CHAR(32) PATH '$')) AS b
JOIN applied_events AS a ON a.id = UNHEX(b.id)
WHERE a.applied_in = UNHEX(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.unit')))
