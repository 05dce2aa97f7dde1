UPDATE periods AS t JOIN JSON_TABLE(@batch, '$[*]' COLUMNS (p INT PATH '$.p', no BIGINT PATH '$.no')) AS b ON t.id = b.p AND t.state = 0 SET t.state = 1, t.closed_no = b.no
