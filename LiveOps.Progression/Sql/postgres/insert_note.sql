-- {"player_id","note_id","at","author","text","most"}: nothing where it is there, or as many as there may be.
INSERT INTO notes (player_id, note_id, at, author, text)
SELECT b.player_id, b.note_id, b.at, b.author, b.text
FROM json_to_record(@batch::json) AS b (player_id text, note_id text, at bigint, author text, text text, most int)
WHERE (SELECT COUNT(*) FROM notes AS n WHERE n.player_id = b.player_id) < b.most
ON CONFLICT DO NOTHING
