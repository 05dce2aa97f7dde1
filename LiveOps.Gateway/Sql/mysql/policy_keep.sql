INSERT INTO policy_in_force (id, json) VALUES (1, JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.j'))) ON DUPLICATE KEY UPDATE json = VALUES(json)
