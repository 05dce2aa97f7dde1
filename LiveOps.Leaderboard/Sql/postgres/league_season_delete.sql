-- {"l","p"}: a season that is over, once nothing is left of it: another replica may be at it.
DELETE FROM league_seasons WHERE league = (@batch::json ->> 'l')::bigint AND period = (@batch::json ->> 'p')::bigint AND state = 1
    AND NOT EXISTS (SELECT 1 FROM league_members AS m WHERE m.league = (@batch::json ->> 'l')::bigint AND m.period = (@batch::json ->> 'p')::bigint)
    AND NOT EXISTS (SELECT 1 FROM league_cohorts AS c WHERE c.league = (@batch::json ->> 'l')::bigint AND c.period = (@batch::json ->> 'p')::bigint)
