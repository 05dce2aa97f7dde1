-- [{"l","p"}]: seasons that are over; what they hold is deleted in chunks.
UPDATE JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l', p INT PATH '$.p')) AS b
STRAIGHT_JOIN league_seasons AS s ON s.league = b.l AND s.period = b.p
SET s.state = 1
