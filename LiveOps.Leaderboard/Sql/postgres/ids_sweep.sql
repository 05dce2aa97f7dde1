DELETE FROM applied WHERE id IN (SELECT id FROM applied WHERE hour < (@batch::json ->> 'before')::int ORDER BY hour LIMIT (@batch::json ->> 'limit')::int FOR UPDATE SKIP LOCKED)
