-- [{"l","w"}]: the board is dropped, or is another; but for parts of the periods that are named.
DELETE FROM league_parts WHERE league IN (SELECT b.l FROM JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l')) AS b)
    AND whole NOT IN (SELECT b.w FROM JSON_TABLE(@batch, '$[*]' COLUMNS (w VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.w')) AS b)
