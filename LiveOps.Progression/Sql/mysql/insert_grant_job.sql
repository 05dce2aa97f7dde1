-- {"id","fingerprint","content","total","at"}: one row, unless there is a job of this id.
INSERT IGNORE INTO grant_jobs (id, fingerprint, content, status, total, made_at, changed_at)
SELECT b.id, UNHEX(b.fingerprint), b.content, 1, b.total, b.at, b.at
FROM JSON_TABLE(@batch, '$' COLUMNS (
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.id', fingerprint CHAR(32) CHARACTER SET ascii PATH '$.fingerprint',
    content TEXT CHARACTER SET ascii PATH '$.content', total INT PATH '$.total', at BIGINT PATH '$.at')) AS b
