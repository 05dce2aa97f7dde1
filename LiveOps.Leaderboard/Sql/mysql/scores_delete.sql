DELETE s FROM scores AS s JOIN JSON_TABLE(@batch, '$[*]' COLUMNS (p INT PATH '$.p', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u')) AS b ON s.period = b.p AND s.player = b.u
