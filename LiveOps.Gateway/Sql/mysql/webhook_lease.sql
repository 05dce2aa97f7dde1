-- From left to right: the epoch goes by who held it before. By the database's clock, which all share.
UPDATE webhook_head SET
    epoch = IF(holder = JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.me')), epoch, GREATEST(epoch + 1, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)))),
    holder = JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.me')),
    until_at = TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000 + CAST(JSON_EXTRACT(@batch, '$.milliseconds') AS SIGNED)
WHERE id = 1 AND (holder = JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.me')) OR until_at < TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)
