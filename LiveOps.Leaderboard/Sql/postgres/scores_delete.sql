-- p, u
DELETE FROM scores AS s USING (SELECT unnest(@p::int[]) AS p, unnest(@u::text[]) AS u) AS b WHERE s.period = b.p AND s.player = b.u
