-- {"before","limit"}: a chunk; LIMIT takes no expression, so the batch is joined by its rank.
DELETE t FROM claim_requests AS t
JOIN (
    SELECT request, ROW_NUMBER() OVER (ORDER BY bound_at) AS place FROM claim_requests
    WHERE bound_at < JSON_EXTRACT(@batch, '$.before')) AS old ON old.request = t.request
WHERE old.place <= JSON_EXTRACT(@batch, '$.limit')
