INSERT INTO webhook_log (number, token, content) VALUES ((@batch::json ->> 'number')::bigint, (@batch::json ->> 'token')::bigint, decode(@batch::json ->> 'content', 'base64'))
