-- {"u"}: takes a player out of the counts, before the rows that say how often they counted are deleted.
UPDATE live_events AS l SET entrants = l.entrants - 1, attempts = l.attempts - n.attempts
FROM entrants AS n WHERE n.event = l.event AND n.player = @batch::json ->> 'u'
