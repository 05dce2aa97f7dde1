INSERT IGNORE INTO periods (board, win, name, opens, closes, state, closed_no, total)
SELECT b.board, b.win, b.name, b.opens, b.closes, 0, 0, 0
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (board VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.board', win SMALLINT PATH '$.win', name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.name', opens BIGINT PATH '$.opens', closes BIGINT PATH '$.closes')) AS b
