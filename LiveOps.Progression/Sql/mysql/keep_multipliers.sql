-- {"at","payload"}: the newest stays, in whatever order they come.
INSERT INTO multipliers (id, said_at, payload)
VALUES (1, CAST(JSON_EXTRACT(@batch, '$.at') AS SIGNED), JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.payload')))
ON DUPLICATE KEY UPDATE payload = IF(VALUES(said_at) >= said_at, VALUES(payload), payload), said_at = GREATEST(said_at, VALUES(said_at))
