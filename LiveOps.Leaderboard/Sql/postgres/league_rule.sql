-- {"n","b","w","o","d"}: a league as the document has it.
INSERT INTO leagues (name, board, win, played, divisions, last_no, last_seat)
VALUES (@batch::json ->> 'n', @batch::json ->> 'b', (@batch::json ->> 'w')::bigint, (@batch::json ->> 'o')::bigint = 1, @batch::json ->> 'd', 0, 0)
ON CONFLICT (name) DO UPDATE SET board = excluded.board, win = excluded.win, played = excluded.played, divisions = excluded.divisions
