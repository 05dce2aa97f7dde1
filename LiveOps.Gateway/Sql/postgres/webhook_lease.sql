-- By the database's clock, which all share.
UPDATE webhook_head SET
    epoch = CASE WHEN holder = @batch::json ->> 'me' THEN epoch ELSE greatest(epoch + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint * 1000) END,
    holder = @batch::json ->> 'me',
    until_at = (extract(epoch from clock_timestamp()) * 1000)::bigint + (@batch::json ->> 'milliseconds')::bigint
WHERE id = 1 AND (holder = @batch::json ->> 'me' OR until_at < (extract(epoch from clock_timestamp()) * 1000)::bigint)
