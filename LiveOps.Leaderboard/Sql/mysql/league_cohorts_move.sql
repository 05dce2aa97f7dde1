-- [{"l","f","t"}]: divisions have other places.
UPDATE JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l', f INT PATH '$.f', t INT PATH '$.t')) AS b
STRAIGHT_JOIN league_cohorts AS c ON c.league = b.l AND c.division = b.f
SET c.division = b.t
