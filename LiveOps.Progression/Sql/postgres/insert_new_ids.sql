-- unit, hour, ids: sorted, each once. Fails where one is there already: an INSERT that may meet one looks each key up twice, and which it inserted would all be sent back.
INSERT INTO applied_events (id, applied_hour)
SELECT b.id, @hour::int FROM (SELECT unnest(@ids::uuid[]) AS id) AS b
