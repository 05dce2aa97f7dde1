-- [{"l"}], sorted: one at a time has players join a league, or moves them.
SELECT l.id, l.last_no, l.last_seat, l.name, l.divisions
FROM json_to_recordset(@batch::json) AS b (l int)
JOIN leagues AS l ON l.id = b.l
ORDER BY l.id
FOR UPDATE OF l
