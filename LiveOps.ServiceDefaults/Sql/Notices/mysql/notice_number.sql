-- [{"i","n"}]
UPDATE notices JOIN JSON_TABLE(@batch, '$[*]' COLUMNS (i BIGINT PATH '$.i', n BIGINT PATH '$.n')) AS b ON notices.id = b.i SET notices.number = b.n
