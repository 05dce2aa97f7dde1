-- p, u, s, a, l, o, v, x. A row that another replica changed since it was read (version x) is not counted: then all of it is done again.
UPDATE scores AS s SET score = b.s, achieved_at = b.a, last_at = b.l, other_at = b.o, version = b.v
FROM (
    SELECT unnest(@p::int[]) AS p, unnest(@u::text[]) AS u, unnest(@s::bigint[]) AS s, unnest(@a::bigint[]) AS a, unnest(@l::bigint[]) AS l,
    unnest(@o::bigint[]) AS o, unnest(@v::bigint[]) AS v, unnest(@x::bigint[]) AS x) AS b
WHERE s.period = b.p AND s.player = b.u AND s.version = b.x
