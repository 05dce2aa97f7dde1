-- [{"player","content"}]
INSERT INTO notices (number, player, content)
SELECT 0, b.value ->> 'player', b.value ->> 'content' FROM json_array_elements(@batch::json) WITH ORDINALITY AS b (value, o) ORDER BY b.o
