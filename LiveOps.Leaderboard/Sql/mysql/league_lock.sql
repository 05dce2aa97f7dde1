-- [{"l"}], sorted: one at a time has players join a league, or moves them.
SELECT l.id, l.last_no, l.last_seat, l.name, l.divisions
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l')) AS b
STRAIGHT_JOIN leagues AS l ON l.id = b.l
FOR UPDATE
