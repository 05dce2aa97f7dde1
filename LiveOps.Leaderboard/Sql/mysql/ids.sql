-- {"hour","token","ids":[…]}: remembers ids, sorted, and answers those that are new.
INSERT IGNORE INTO applied (id, hour, token)
SELECT UNHEX(b.id), CAST(JSON_VALUE(@batch, '$.hour') AS SIGNED), CAST(JSON_VALUE(@batch, '$.token') AS SIGNED)
FROM JSON_TABLE(@batch, '$.ids[*]' COLUMNS (id CHAR(32) PATH '$')) AS b ORDER BY UNHEX(b.id);
SELECT LOWER(HEX(a.id)) FROM JSON_TABLE(@batch, '$.ids[*]' COLUMNS (id CHAR(32) PATH '$')) AS b
JOIN applied AS a ON a.id = UNHEX(b.id) WHERE a.token = CAST(JSON_VALUE(@batch, '$.token') AS SIGNED)
