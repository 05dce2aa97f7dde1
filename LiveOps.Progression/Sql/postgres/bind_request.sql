-- A claim: {"request","target","at",…}. A request stays bound to the first claim it was used for, until it is stale by any clock: a
-- signature holds for 300 s on either side of now, so after 660 s.
INSERT INTO claim_requests AS q (request, target, bound_at)
SELECT b.request, b.target, b.at FROM json_to_record(@batch::json) AS b (request uuid, target uuid, at bigint)
ON CONFLICT (request) DO UPDATE SET target = excluded.target, bound_at = excluded.bound_at WHERE q.bound_at < excluded.bound_at - 6600000000
