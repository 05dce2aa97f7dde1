-- {"id","from","to","at"}
UPDATE JSON_TABLE(@batch, '$' COLUMNS (
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.id', was INT PATH '$.from', becomes INT PATH '$.to', at BIGINT PATH '$.at')) AS b
STRAIGHT_JOIN grant_jobs AS j ON j.id = b.id
SET j.status = b.becomes, j.changed_at = b.at
WHERE j.status = b.was
