-- [{"player_id","grant_id","at","fingerprint","document"}]
INSERT INTO grants (player_id, grant_id, granted_at, fingerprint, document)
SELECT b.player_id, b.grant_id, b.at, b.fingerprint, b.document
FROM json_to_recordset(@batch::json) AS b (player_id text, grant_id text, at bigint, fingerprint uuid, document text)
