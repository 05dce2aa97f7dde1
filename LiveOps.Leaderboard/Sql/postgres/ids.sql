-- hour, token, ids: remembers ids, sorted, and answers those that are new.
-- A transaction that finds all of them there may write nothing, and so would not wait for the standby that the first commit may still wait for: txid_current() makes it one that writes.
INSERT INTO applied (id, hour)
SELECT b.id, @hour::int FROM (SELECT unnest(@ids::uuid[]) AS id) AS b
WHERE txid_current() <> 0
ON CONFLICT (id) DO NOTHING
RETURNING uuid_send(id)
