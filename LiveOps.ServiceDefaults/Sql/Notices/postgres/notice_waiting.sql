SELECT number, content FROM notices WHERE number > (@batch::json ->> 'after')::bigint ORDER BY number LIMIT 1000
