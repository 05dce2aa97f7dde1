-- {"id","fingerprint","content","total","at"}: one row, unless there is a job of this id.
INSERT INTO grant_jobs (id, fingerprint, content, status, total, made_at, changed_at)
SELECT b.id, b.fingerprint, b.content, 1, b.total, b.at, b.at
FROM json_to_record(@batch::json) AS b (id text, fingerprint uuid, content text, total int, at bigint)
ON CONFLICT DO NOTHING
