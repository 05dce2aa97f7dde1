-- {"l"}: whoever is in the lowest division has none of their own.
DELETE FROM league_divisions WHERE league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND division = 0
