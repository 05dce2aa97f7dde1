-- Rows, sorted. Fails where one is there: then another replica was first, or it was not known, and all of it is done again.
INSERT INTO scores (period, player, score, achieved_at, last_at, other_at, version) VALUES @values(p, u, s, a, l, o, v)
