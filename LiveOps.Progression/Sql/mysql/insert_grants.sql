-- [{"player_id","grant_id","at","fingerprint","document"}]
INSERT INTO grants (player_id, grant_id, granted_at, fingerprint, document)
SELECT b.player_id, b.grant_id, b.at, UNHEX(b.fingerprint), b.document
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (
    player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.player_id', grant_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.grant_id',
    at BIGINT PATH '$.at', fingerprint CHAR(32) CHARACTER SET ascii PATH '$.fingerprint', document TEXT CHARACTER SET utf8mb4 PATH '$.document')) AS b
