-- {"before","limit"}: a chunk; LIMIT takes no expression, so the batch is joined by its rank.
DELETE t FROM erasures AS t
JOIN (
    SELECT player, ROW_NUMBER() OVER (ORDER BY erased_at) AS place FROM erasures
    WHERE erased_at < JSON_EXTRACT(@batch, '$.before')) AS old ON old.player = t.player
WHERE old.place <= JSON_EXTRACT(@batch, '$.limit')
