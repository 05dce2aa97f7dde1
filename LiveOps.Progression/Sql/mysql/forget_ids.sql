-- {"before","limit"}: a chunk; LIMIT takes no expression, so the batch is joined by its rank.
DELETE t FROM applied_events AS t
JOIN (
    SELECT id, ROW_NUMBER() OVER (ORDER BY applied_hour) AS place FROM applied_events
    WHERE applied_hour < JSON_EXTRACT(@batch, '$.before')) AS old ON old.id = t.id
WHERE old.place <= JSON_EXTRACT(@batch, '$.limit')
