INSERT INTO tracks (board, win, closed_through, closed_last)
SELECT b.board, b.win, b.through, b.last
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (board VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.board', win SMALLINT PATH '$.win', through BIGINT PATH '$.through', last VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.last')) AS b
ON DUPLICATE KEY UPDATE closed_through = GREATEST(closed_through, VALUES(closed_through)), closed_last = VALUES(closed_last)
