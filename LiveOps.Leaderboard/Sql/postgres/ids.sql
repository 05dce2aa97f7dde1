-- hour, token, ids: remembers ids, sorted, and answers those that are new.
INSERT INTO applied (id, hour)
SELECT b.id, @hour::int FROM (SELECT unnest(@ids::uuid[]) AS id) AS b
ON CONFLICT (id) DO NOTHING
RETURNING uuid_send(id)
