-- p, u, s, a, l, o, v: sorted. A row that another replica inserted meanwhile is not counted: then all of it is done again.
INSERT INTO scores (period, player, score, achieved_at, last_at, other_at, version)
SELECT b.p, b.u, b.s, b.a, b.l, b.o, b.v
FROM unnest(@p::int[], @u::text[], @s::bigint[], @a::bigint[], @l::bigint[], @o::bigint[], @v::bigint[]) AS b (p, u, s, a, l, o, v)
ON CONFLICT (period, player) DO NOTHING
