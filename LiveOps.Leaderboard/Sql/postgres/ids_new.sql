-- hour, token, ids: remembers ids, sorted, that are taken to be new: fails where one is not.
INSERT INTO applied (id, hour)
SELECT b.id, @hour::int FROM (SELECT unnest(@ids::uuid[]) AS id) AS b
