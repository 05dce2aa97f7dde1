-- {"u"}: takes a player out of the counts, before the rows that say how often they counted are deleted.
UPDATE live_events AS l JOIN entrants AS n ON n.event = l.event
SET l.entrants = l.entrants - 1, l.attempts = l.attempts - n.attempts
WHERE n.player = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.u')) USING ascii)
