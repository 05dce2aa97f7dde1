-- {"at","payload"}: the newest stays, in whatever order they come.
INSERT INTO multipliers AS m (id, said_at, payload)
SELECT 1, b.at, b.payload FROM json_to_record(@batch::json) AS b (at bigint, payload text)
ON CONFLICT (id) DO UPDATE SET said_at = excluded.said_at, payload = excluded.payload WHERE m.said_at <= excluded.said_at
