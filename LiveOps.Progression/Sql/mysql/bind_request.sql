-- A claim: {"request","target","at",…}. A request stays bound to the first claim it was used for, until it is stale by any clock: a
-- signature holds for 300 s on either side of now, so after 660 s.
INSERT INTO claim_requests (request, target, bound_at)
SELECT UNHEX(b.request), UNHEX(b.target), b.at
FROM JSON_TABLE(@batch, '$' COLUMNS (request CHAR(32) CHARACTER SET ascii PATH '$.request', target CHAR(32) CHARACTER SET ascii PATH '$.target', at BIGINT PATH '$.at')) AS b
ON DUPLICATE KEY UPDATE
    target = IF(claim_requests.bound_at < b.at - 6600000000, UNHEX(b.target), claim_requests.target),
    bound_at = IF(claim_requests.bound_at < b.at - 6600000000, b.at, claim_requests.bound_at)
