-- {"job"}: whose turn is next, locked; those that another replica has in hand are passed over.
SELECT p.position, p.player_id FROM grant_players AS p
WHERE p.job = @batch::json ->> 'job' AND p.outcome = 0
ORDER BY p.position
LIMIT 256 FOR UPDATE SKIP LOCKED
