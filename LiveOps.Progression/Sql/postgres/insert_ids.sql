-- unit, hour, ids: sorted, so that two transactions never wait for each other in a circle. Returns those that are new.
INSERT INTO applied_events (id, applied_hour)
SELECT b.id, @hour::int FROM (SELECT unnest(@ids::uuid[]) AS id) AS b
ON CONFLICT DO NOTHING
RETURNING uuid_send(id)
