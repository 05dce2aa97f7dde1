-- {"unit","hour","ids"}: ids in hex, sorted, so that two transactions never wait for each other in a circle. Returns those that are new.
INSERT INTO applied_events (id, applied_hour)
SELECT b.id::uuid, (@batch::json ->> 'hour')::int
FROM json_array_elements_text(@batch::json -> 'ids') AS b (id)
ON CONFLICT DO NOTHING
RETURNING uuid_send(id)
