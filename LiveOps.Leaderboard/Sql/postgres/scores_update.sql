-- p, u, s, a, l, o, v, x. A row that another replica changed since it was read (version x) is not counted: then all of it is done again.
UPDATE scores AS s SET score = b.s, achieved_at = b.a, last_at = b.l, other_at = b.o, version = b.v
FROM unnest(@p::int[], @u::text[], @s::bigint[], @a::bigint[], @l::bigint[], @o::bigint[], @v::bigint[], @x::bigint[]) AS b (p, u, s, a, l, o, v, x)
WHERE s.period = b.p AND s.player = b.u AND s.version = b.x
