-- p, u, s, a, l, o, v: sorted. Fails where one is there: then another replica was first, or it was not known, and all of it is done again.
INSERT INTO scores (period, player, score, achieved_at, last_at, other_at, version)
SELECT b.p, b.u, b.s, b.a, b.l, b.o, b.v
FROM (
    SELECT unnest(@p::int[]) AS p, unnest(@u::text[]) AS u, unnest(@s::bigint[]) AS s, unnest(@a::bigint[]) AS a, unnest(@l::bigint[]) AS l,
    unnest(@o::bigint[]) AS o, unnest(@v::bigint[]) AS v) AS b
