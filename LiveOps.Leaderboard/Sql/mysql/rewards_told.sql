-- [{"i"}]: what the bus has been told.
DELETE o FROM JSON_TABLE(@batch, '$[*]' COLUMNS (i BIGINT PATH '$.i')) AS b STRAIGHT_JOIN rewards_owed AS o ON o.id = b.i
