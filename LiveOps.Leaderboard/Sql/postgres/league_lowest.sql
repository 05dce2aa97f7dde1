-- {"l"}: whoever is in the lowest division has none of their own.
DELETE FROM league_divisions WHERE league = (@batch::json ->> 'l')::bigint AND division = 0
