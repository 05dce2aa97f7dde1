-- p, u
DELETE FROM scores AS s USING unnest(@p::int[], @u::text[]) AS b (p, u) WHERE s.period = b.p AND s.player = b.u
