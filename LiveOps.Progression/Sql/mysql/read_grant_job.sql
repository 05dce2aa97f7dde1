-- {"id"}
SELECT j.fingerprint, j.content, j.status, j.total, j.made_at
FROM JSON_TABLE(@batch, '$' COLUMNS (id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.id')) AS b
JOIN grant_jobs AS j ON j.id = b.id
