-- {"before"}: the oldest.
DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < (@batch::json ->> 'before')::bigint ORDER BY at LIMIT 2000 FOR UPDATE SKIP LOCKED)
