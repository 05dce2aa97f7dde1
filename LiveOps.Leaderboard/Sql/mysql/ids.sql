-- {"hour","token","ids":[…]}: remembers ids, sorted, and answers those that are new. The batch is read once, by NESTED PATH: JSON_EXTRACT beside
-- it would read it whole again for each row.
INSERT IGNORE INTO applied (id, hour, token)
SELECT UNHEX(b.id), b.hour, b.token
FROM JSON_TABLE(@batch, '$' COLUMNS (
    hour INT PATH '$.hour', token BIGINT PATH '$.token', NESTED PATH '$.ids[*]' COLUMNS (id CHAR(32) CHARACTER SET ascii PATH '$'))) AS b;
SELECT a.id
FROM JSON_TABLE(@batch, '$' COLUMNS (token BIGINT PATH '$.token', NESTED PATH '$.ids[*]' COLUMNS (id CHAR(32) CHARACTER SET ascii PATH '$'))) AS b
STRAIGHT_JOIN applied AS a ON a.id = UNHEX(b.id) AND a.token = b.token
