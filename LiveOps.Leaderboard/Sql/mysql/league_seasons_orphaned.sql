-- Seasons whose period has closed without a closing of their league, by a replica of a former version or since their board is gone: they are let go of.
UPDATE league_seasons SET state = 1
WHERE state = 0
    AND NOT EXISTS (SELECT 1 FROM league_closings AS c WHERE c.league = league_seasons.league AND c.period = league_seasons.period)
    AND NOT EXISTS (SELECT 1 FROM periods AS p WHERE p.id = league_seasons.period AND p.state = 0)
