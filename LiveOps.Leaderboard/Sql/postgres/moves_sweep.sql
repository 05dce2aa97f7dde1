DELETE FROM moves WHERE token IN (SELECT token FROM moves WHERE hour < (@batch::json ->> 'before')::int ORDER BY hour LIMIT (@batch::json ->> 'limit')::int FOR UPDATE SKIP LOCKED)
