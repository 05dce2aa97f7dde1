-- [{"l","w"}]: the board is dropped, or is another; but for parts of the periods that are named.
DELETE FROM league_parts WHERE league IN (SELECT b.l FROM json_to_recordset(@batch::json) AS b (l int))
    AND whole NOT IN (SELECT b.w FROM json_to_recordset(@batch::json) AS b (w text))
