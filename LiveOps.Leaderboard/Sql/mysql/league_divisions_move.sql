-- [{"l","f","t"}]: divisions have other places.
UPDATE JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l', f INT PATH '$.f', t INT PATH '$.t')) AS b
STRAIGHT_JOIN league_divisions AS d ON d.league = b.l AND d.division = b.f
SET d.division = b.t
