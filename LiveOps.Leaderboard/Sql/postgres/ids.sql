-- {"hour","token","ids":[…]}: remembers ids, sorted, and answers those that are new.
INSERT INTO applied (id, hour)
SELECT id::uuid, (@batch::json ->> 'hour')::int FROM json_array_elements_text(@batch::json -> 'ids') AS id ORDER BY 1
ON CONFLICT (id) DO NOTHING
RETURNING replace(id::text, '-', '')
