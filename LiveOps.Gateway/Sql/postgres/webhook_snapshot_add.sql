INSERT INTO webhook_snapshots (number, part, content) VALUES ((@batch::json ->> 'number')::bigint, (@batch::json ->> 'part')::bigint, decode(@batch::json ->> 'content', 'base64'))
