-- {"id","from","to","at"}
UPDATE grant_jobs AS j
SET status = b."to", changed_at = b.at
FROM json_to_record(@batch::json) AS b (id text, "from" int, "to" int, at bigint)
WHERE j.id = b.id AND j.status = b."from"
