-- [{"e"}], sorted: makes rows where there are none, and locks them: the update that changes nothing takes at once the lock that it keeps.
INSERT INTO live_events (event, entrants, attempts)
SELECT b.e, 0, 0 FROM JSON_TABLE(@batch, '$[*]' COLUMNS (e VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.e')) AS b
ON DUPLICATE KEY UPDATE entrants = live_events.entrants;
SELECT l.event, l.entrants, l.attempts
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (e VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.e')) AS b
STRAIGHT_JOIN live_events AS l ON l.event = b.e
FOR UPDATE
