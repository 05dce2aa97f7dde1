-- [{"job","position","outcome"}]
UPDATE grant_players AS p
SET outcome = b.outcome
FROM json_to_recordset(@batch::json) AS b (job text, position int, outcome int)
WHERE p.job = b.job AND p.position = b.position
